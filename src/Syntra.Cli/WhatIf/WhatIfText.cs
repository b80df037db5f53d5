using System.Globalization;
using Syntra.Cli.Output;

namespace Syntra.Cli.WhatIf;

/// <summary>The comparison in words.</summary>
internal static class WhatIfText
{
    /// <summary>The lines.</summary>
    internal static IEnumerable<string> Of(WhatIfReport report)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"workbook {report.Workbook[..16]}, played over {report.Rows} rows of {report.Charges} charges; nothing was posted");
        string until = report.To is { } to ? string.Create(CultureInfo.InvariantCulture, $", known by {to:yyyy-MM-dd}") : "";
        yield return report.From is { } from
            ? string.Create(CultureInfo.InvariantCulture, $"of charges with a row read since {from:yyyy-MM-dd}{until}; --from DAY takes another day, --all takes every charge")
            : $"of all charges{until}";
        if (report.Read.Count > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"read {report.Read.Sum(r => r.Read)} of {report.Read.Sum(r => r.Of)} records: {string.Join(", ", report.Read.Select(r => $"{r.Topic} {r.Read}/{r.Of}"))}");
        }
        foreach (string line in Columns.Align([["charges", "posted", "nothing due", "parked", "held", "dead-lettered", "in flight"], Row("are", report.Stands), Row("would be", report.WouldStand)]))
        {
            yield return line;
        }
        if (report.HeldEffect != 0m)
        {
            yield return $"held corrections would wait with an effect of {Columns.Amount(report.HeldEffect)} in all";
        }
        if (report.Effects.Count == 0)
        {
            yield return "the ledger would be the same, to the cent";
            yield break;
        }
        yield return "accounts that would differ, debits less credits";
        var rows = report.Effects.Select(e => (string[])[e.Ledger, e.Facility, e.Account, e.Period, Columns.Amount(e.Stands), Columns.Amount(e.WouldStand), Columns.Amount(e.Change)]);
        foreach (string line in Columns.Align([["ledger", "facility", "account", "period", "stands", "would stand", "change"], .. rows]))
        {
            yield return line;
        }
    }

    private static string[] Row(string name, Places places) =>
        [name, .. new[] { places.Posted, places.NothingDue, places.Parked, places.Held, places.DeadLettered, places.InFlight }.Select(n => n.ToString(CultureInfo.InvariantCulture))];
}
