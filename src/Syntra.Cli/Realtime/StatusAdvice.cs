using System.Globalization;
using Syntra.Fusion.Objects.Delivery;

namespace Syntra.Cli.Realtime;

/// <summary>What an operator should do next, from what the status shows.</summary>
internal static class StatusAdvice
{
    private const double Close = 0.8;

    /// <summary>One line for each trouble, the most urgent first.</summary>
    internal static IReadOnlyList<string> Of(IReadOnlyList<DomainStatus> domains, IReadOnlyList<ObjectKindSnapshot> kinds) =>
    [
        .. kinds.Where(k => k.Trouble is not null).Select(k => $"Fusion does not take {k.Kind} now ({k.Trouble}); {k.Waiting} wait and go by themselves once it does"),
        .. domains.Where(IsBehind).Select(Behind),
        .. domains.Where(d => d.Held > 0).Select(d => Line($"{d.Name}: {d.Held} held; correct what their reason codes name in Fusion, then send the records again")),
        .. domains.Where(d => d.DeadLettered > 0).Select(d => Line($"{d.Name}: {d.DeadLettered} dead-lettered; read the dead-letter topic, correct the source, and send the records again")),
        .. domains.Where(d => d.Parked > 0).Select(d => Line($"{d.Name}: {d.Parked} parked; they go on by themselves once Fusion has what they name")),
    ];

    /// <summary>The same for charges, which have verbs of their own.</summary>
    internal static IReadOnlyList<string> OfCharges(DomainStatus charges) =>
    [
        .. IsBehind(charges) ? [Behind(charges)] : (IEnumerable<string>)[],
        .. charges.Held > 0 ? [Line($"{charges.Name}: {charges.Held} held for finance; see: syntra review ls")] : (IEnumerable<string>)[],
        .. charges.DeadLettered > 0 ? [Line($"{charges.Name}: {charges.DeadLettered} dead-lettered; read their reasons in the dead-letter topic, correct source or workbook, then: syntra review redrive")] : (IEnumerable<string>)[],
        .. charges.Parked > 0 ? [Line($"{charges.Name}: {charges.Parked} parked; add the rows that the parked topic names to the workbook and publish it")] : (IEnumerable<string>)[],
    ];

    private static bool IsBehind(DomainStatus domain) => domain.LagSeconds > Close * domain.BoundSeconds;

    private static string Behind(DomainStatus domain) =>
        Line($"{domain.Name} is {domain.LagSeconds:0.0} s behind with a bound of {domain.BoundSeconds:0} s; look at Fusion's answers in syntra.log");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
