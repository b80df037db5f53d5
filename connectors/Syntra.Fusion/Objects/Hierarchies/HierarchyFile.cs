using System.Globalization;
using System.Text;
using Syntra.Contracts;
using Syntra.Fusion.Fbdi;

namespace Syntra.Fusion.Objects.Hierarchies;

/// <summary>
/// GlSegmentHierInterface.csv of the import of segment values and hierarchies. The columns are those of the interface table in its order;
/// file and column order on a pod are unconfirmed and should be compared with the pod's template.
/// </summary>
internal static class HierarchyFile
{
    public const string Name = "GlSegmentHierInterface.csv";
    public const string Account = "fin$/generalLedger$/import$";

    public static string Write(IEnumerable<HierarchyPayload> nodes)
    {
        var text = new StringBuilder();
        foreach (var node in nodes)
        {
            CsvFields.AppendRow(text, ["NEW", node.ValueSet, node.Tree, node.TreeVersion, node.Value, node.Parent, node.Depth.ToString(CultureInfo.InvariantCulture)]);
        }

        return text.ToString();
    }
}
