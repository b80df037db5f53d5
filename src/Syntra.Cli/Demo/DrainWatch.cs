using Syntra.Contracts;

namespace Syntra.Cli.Demo;

/// <summary>Follows the charges through the flow, says where they are, and knows when nothing moves any more.</summary>
internal sealed class DrainWatch(DemoSystem system, DemoTalk talk, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(1);

    // Parked charges are looked at once a second: quiet for longer than that means that none of them can go on.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1.5);

    private long lastSaid = time.GetTimestamp();

    /// <summary>Says how far things are, at most once a second.</summary>
    internal void Report(CancellationToken cancellation)
    {
        system.Runtime.ThrowIfStopped();
        if (time.GetElapsedTime(lastSaid) >= SayEvery)
        {
            lastSaid = time.GetTimestamp();
            talk.Say(Line(system.Tables.Charges(cancellation)));
        }
    }

    /// <summary>Returns when the source has read all that is in the database now.</summary>
    internal async Task UntilReadAsync(CancellationToken cancellation)
    {
        string fedUntil = await system.DatabaseClockAsync(cancellation).ConfigureAwait(false);
        while (!HasRead(fedUntil))
        {
            Report(cancellation);
            await Task.Delay(Look, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Returns when the source has read all that was fed, every record has ended in a state, and no state changes any more.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="settle">Whether to wait until parked charges have been looked at once more; else only until none waits for a calendar.</param>
    internal async Task UntilDrainedAsync(CancellationToken cancellation, bool settle = true)
    {
        string fedUntil = await system.DatabaseClockAsync(cancellation).ConfigureAwait(false);
        long? quietSince = null;
        while (true)
        {
            system.Runtime.ThrowIfStopped();
            var charges = system.Tables.Charges(cancellation);
            bool quiet = HasRead(fedUntil) && AllEnded(charges);
            quietSince = quiet ? quietSince ?? time.GetTimestamp() : null;
            if (quietSince is { } since && (time.GetElapsedTime(since) >= Settle || !charges.Any(c => c.Status == ChargeStatus.Parked && (settle || WaitsForPeriod(c)))))
            {
                return;
            }
            Report(cancellation);
            await Task.Delay(Look, time, cancellation).ConfigureAwait(false);
        }
    }

    // The source stays a second behind the database's clock: a poll of a later second has seen all rows of the fed ones.
    private bool HasRead(string fedUntil) =>
        system.Runtime.Source?.LastPoll is { More: false } poll
        && string.CompareOrdinal(poll.PolledAt.UtcDateTime.AddSeconds(-2).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), fedUntil) >= 0;

    private static bool WaitsForPeriod(PostedCharge charge) => charge.Missing?.Split('|')[0] is "calendar" or "open-period";

    private bool AllEnded(IReadOnlyList<PostedCharge> charges) =>
        charges.Sum(c => c.Received) >= system.Runtime.Source!.LastPoll!.TotalWritten
        && charges.All(c => c.Status != ChargeStatus.InFlight && c.Pending is null && c.Waiting.Count == 0);

    private string Line(IReadOnlyList<PostedCharge> charges)
    {
        int Of(ChargeStatus status) => charges.Count(c => c.Status == status);
        var delivery = system.Runtime.Delivery!.Snapshot();
        string paused = delivery.PausedReason is { } reason ? $", delivery paused: {reason}" : "";
        return FormattableString.Invariant(
            $"fed {system.Feeder.WavesDone}/{system.Feeder.WavesTotal} waves, read {system.Runtime.Source?.LastPoll?.TotalWritten ?? 0}, posted {Of(ChargeStatus.Posted) + Of(ChargeStatus.NothingDue)}, in flight {Of(ChargeStatus.InFlight)}, parked {Of(ChargeStatus.Parked)}, dead-lettered {Of(ChargeStatus.DeadLettered)}, batches {delivery.BatchesDone}{paused}");
    }
}
