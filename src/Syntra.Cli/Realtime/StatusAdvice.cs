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
        .. domains.Where(d => d.LagSeconds > Close * d.BoundSeconds).Select(d => Line($"{d.Name} is {d.LagSeconds:0.0} s behind with a bound of {d.BoundSeconds:0} s; look at Fusion's answers in syntra.log")),
        .. domains.Where(d => d.Held > 0).Select(d => Line($"{d.Name}: {d.Held} held; correct what their reason codes name in Fusion, then send the records again")),
        .. domains.Where(d => d.DeadLettered > 0).Select(d => Line($"{d.Name}: {d.DeadLettered} dead-lettered; read the dead-letter topic, correct the source, and send the records again")),
        .. domains.Where(d => d.Parked > 0).Select(d => Line($"{d.Name}: {d.Parked} parked; they go on by themselves once Fusion has what they name")),
    ];

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
