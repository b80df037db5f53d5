using System.Globalization;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Objects.ValueSets;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Ess.Jobs;

/// <summary>
/// Brings the rows of a load into the hierarchy. Arguments: value set, load request. A node or parent that is no value of the set refuses
/// the whole load. What changed is not published by this.
/// </summary>
internal sealed class ProcessInterfaceDataJob : IEssJob
{
    public const string Name = "ProcessInterfaceData";
    public const string PackagePath = "/oracle/apps/ess/financials/generalLedger/programs/masterData";

    public string Definition => Name;

    public string DisplayName => "Import Segment Values and Hierarchies";

    public EssStep Run(EssJobContext context)
    {
        var load = context.Request.Argument(2);
        var rows = context.Session.Query(
            "SELECT line, value_set, tree, tree_version, value, parent_value, depth FROM gl_segment_hier_interface WHERE load_request_id = @load ORDER BY line",
            static r => new Row(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.Text(5), r.GetInt64(6)), ("@load", load));
        foreach (var row in rows)
        {
            if (!IsValue(context.Objects, row.ValueSet, row.Value) || (row.Parent is { } parent && !IsValue(context.Objects, row.ValueSet, parent)))
            {
                context.WriteLog(string.Create(CultureInfo.InvariantCulture, $"Line {row.Line}: the value is not defined in the value set. No rows were processed.\n"));
                return new EssStep.Finish(EssState.Error);
            }
        }

        foreach (var row in rows)
        {
            context.Session.Execute(
                "INSERT INTO gl_segment_hierarchy VALUES (@tree, @version, @value, @set, @parent, @depth, 0) ON CONFLICT DO UPDATE SET parent_value = excluded.parent_value, depth = excluded.depth, published = 0",
                ("@tree", row.Tree), ("@version", row.Version), ("@value", row.Value), ("@set", row.ValueSet), ("@parent", row.Parent), ("@depth", row.Depth));
        }

        context.Session.Execute("DELETE FROM gl_segment_hier_interface WHERE load_request_id = @load", ("@load", load));
        return new EssStep.Finish(rows.Count == 0 ? EssState.Warning : EssState.Succeeded);
    }

    private static bool IsValue(ObjectStore objects, string set, string value) =>
        objects.Read(tables => tables.FindByKey(Values.Sets, set) is { } standing && tables.FindByKey(Values.Resource, value, standing.Id) is not null);

    private sealed record Row(long Line, string ValueSet, string Tree, string Version, string Value, string? Parent, long Depth);
}
