using Syntra.Contracts;

namespace Syntra.Topology.Mapping;

/// <summary>
/// Version of the rules behind a posting: a hash of the values of the workbook rows that were used, not of the whole workbook and
/// not of the rows' dates. So publishing an unrelated row, before or after a crash, never changes the keys of a charge.
/// </summary>
internal static class RuleSetVersion
{
    private const int Digits = 16;

    public static string Of(params ReadOnlySpan<CrosswalkRow> rows)
    {
        var parts = new List<string>(32);
        foreach (var row in rows)
        {
            parts.Add("row");
            foreach (var (column, value) in row.Values.OrderBy(v => v.Key, StringComparer.Ordinal))
            {
                parts.Add(column);
                parts.Add(value);
            }
        }

        return IdempotencyKey.Compute([.. parts])[..Digits];
    }
}
