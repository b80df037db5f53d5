using System.Globalization;
using Syntra.Cerner.Millennium;
using Syntra.Topology.Reconciliation;

namespace Syntra.Cli.Reconciliation;

/// <summary>The source's control totals in the form that the reconciliation takes.</summary>
internal static class SourceTotals
{
    /// <summary>Active charges only: a row that is logically deleted is no money.</summary>
    internal static IEnumerable<ControlTotalInput> Of(IReadOnlyList<ControlTotal> totals) => totals
        .Where(total => total.Active)
        .Select(total => new ControlTotalInput(total.OrganizationId, total.ProcessFlag, Instant(total.ServiceAt), total.Count, total.Amount));

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : null;
}
