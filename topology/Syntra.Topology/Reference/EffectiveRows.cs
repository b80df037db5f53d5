using Syntra.Contracts;

namespace Syntra.Topology.Reference;

/// <summary>Reads effective-dated rows.</summary>
internal static class EffectiveRows
{
    /// <summary>The row in force on a day; validFrom and validTo are inclusive.</summary>
    public static CrosswalkRow? AsOf(this CrosswalkEntry? entry, DateOnly day)
    {
        var rows = entry?.Rows ?? [];
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].IsInForce(day))
            {
                return rows[i];
            }
        }

        return null;
    }

    public static bool IsInForce(this CrosswalkRow row, DateOnly day) => row.ValidFrom <= day && (row.ValidTo is not { } last || day <= last);

    /// <summary>A column's value; empty where a published row lacks it, which lint would have refused.</summary>
    public static string Column(this CrosswalkRow row, string column) => row.Values.GetValueOrDefault(column, "");
}
