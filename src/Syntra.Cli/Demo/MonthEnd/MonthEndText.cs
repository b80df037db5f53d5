using System.Globalization;
using Syntra.Cli.Output;

namespace Syntra.Cli.Demo.MonthEnd;

/// <summary>The month-end in words.</summary>
internal static class MonthEndText
{
    /// <summary>The lines; none where there was no month-end.</summary>
    internal static IEnumerable<string> Of(MonthEndResult? result)
    {
        if (result is null)
        {
            yield break;
        }
        yield return $"Month-end: {result.ClosedPeriod} was closed in Fusion, then three of its charges were corrected in Millennium; each moved the receivable by";
        foreach (string line in Columns.Align([.. result.Corrections.Select(c => Row(c, result))]))
        {
            yield return line;
        }
        string verdict = result.ClosedPeriodUnchanged ? "unchanged to the cent" : "CHANGED SINCE ITS CLOSE";
        yield return string.Create(CultureInfo.InvariantCulture,
            $"Trial balance of {result.ClosedPeriod}, {result.Accounts} accounts: debits {Columns.Amount(result.DebitsBefore)} at the close, {Columns.Amount(result.DebitsAfter)} now (credits {Columns.Amount(result.CreditsAfter)}): {verdict}");
    }

    private static string[] Row(LateCorrection correction, MonthEndResult result)
    {
        decimal In(string period) => correction.Effects.Where(e => e.Period == period).Sum(e => e.Amount);
        string approvals = correction.Approvals.Count == 0 ? "nobody had to approve it" : string.Join(", ", correction.Approvals);
        if (correction.Kind == "moved-cost-centre-held")
        {
            approvals += "; the receivable stays, its revenue moved";
        }
        return ["  " + correction.Kind, $"{result.ClosedPeriod} {Columns.Amount(In(result.ClosedPeriod))}", $"{result.OpenPeriod} {Columns.Amount(In(result.OpenPeriod))}", correction.Rule, approvals];
    }
}
