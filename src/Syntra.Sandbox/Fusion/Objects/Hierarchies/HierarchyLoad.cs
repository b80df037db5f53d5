using System.Globalization;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Gl;

namespace Syntra.Sandbox.Fusion.Objects.Hierarchies;

/// <summary>Loads GlSegmentHierInterface.csv. One bad record and not one row of the file stays.</summary>
internal static class HierarchyLoad
{
    private const string FileName = "GlSegmentHierInterface.csv";
    private const int Columns = 7;

    public static EssStep.Finish Load(EssJobContext context, UcmDocument document)
    {
        if (FbdiArchive.Read(document.Content, FileName, out var problem) is not { } text)
        {
            context.WriteLog(problem + "\n");
            return new EssStep.Finish(EssState.Error);
        }

        var rows = CsvRecords.Read(text).ToList();
        var bad = rows.FindIndex(static r => r is not { Count: Columns } || r[0] != "NEW" || r[1].Length == 0 || r[4].Length == 0 || !int.TryParse(r[6], CultureInfo.InvariantCulture, out _));
        if (bad >= 0)
        {
            context.WriteLog(string.Create(CultureInfo.InvariantCulture, $"Record {bad + 1}: Rejected - Error on table GL_SEGMENT_HIER_INTERFACE.\n"));
            return new EssStep.Finish(EssState.Error);
        }

        // Rows are known by the load's own request, which the next job is given.
        var request = context.Request.AbsParentId;
        for (var i = 0; i < rows.Count; i++)
        {
            var r = rows[i]!;
            context.Session.Execute(
                "INSERT INTO gl_segment_hier_interface VALUES (@request, @line, @set, @tree, @version, @value, @parent, @depth)",
                ("@request", request), ("@line", i + 1), ("@set", r[1]), ("@tree", r[2]), ("@version", r[3]), ("@value", r[4]), ("@parent", r[5].Length == 0 ? null : r[5]), ("@depth", r[6]));
        }

        return new EssStep.Finish(EssState.Succeeded);
    }
}
