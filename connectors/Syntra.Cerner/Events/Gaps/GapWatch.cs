using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Journal;
using Syntra.Cerner.Events.Publishing;
using Syntra.Contracts;

namespace Syntra.Cerner.Events.Gaps;

/// <summary>Looks at the subscriptions once a second and asks for the back-fills that are due.</summary>
/// <param name="journal">The states.</param>
/// <param name="publisher">Where requests go.</param>
/// <param name="policy">How a subscription of a sender is watched; null where it is not (any more).</param>
/// <param name="time">Clock.</param>
/// <param name="log">Where counts are logged.</param>
internal sealed class GapWatch(HookJournal journal, RawEventPublisher publisher, Func<string, string, GapPolicy?> policy, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    internal async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, ct).ConfigureAwait(false);
                await LookAsync(ct).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Open gaps are in the journal and go on from there.
        }
    }

    /// <summary>One look.</summary>
    internal async Task LookAsync(CancellationToken ct)
    {
        foreach (var state in journal.Subscriptions)
        {
            if (policy(state.Sender, state.Subscription) is not { } rules)
            {
                continue;
            }

            try
            {
                await LookAsync(state, rules, ct).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // The boundary of one look: nobody awaits the watch before the receiver ends, so it must outlive whatever a look meets.
                log.LogWarning("A back-fill of {Sender} could not be asked for ({Code}); tried again", state.Sender, e.GetType().Name);
            }
        }
    }

    private async Task LookAsync(SubscriptionState state, GapPolicy rules, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var heard = GapSchedule.Listen(state, now, rules);
        if (!ReferenceEquals(heard, state))
        {
            await journal.ChangeAsync(state.Sender, state.Subscription, s => GapSchedule.Listen(s, now, rules)).ConfigureAwait(false);
        }

        List<OpenGap> due = [.. GapSchedule.Due(heard, now, rules)];
        if (due.Count == 0)
        {
            return;
        }

        // Asked for before it is noted: a crash between the two asks twice, which costs a request.
        List<BackfillRequest> requests = [.. due.Select(gap => GapSchedule.Request(heard, gap, now))];
        await publisher.PublishAsync([], requests, ct).ConfigureAwait(false);
        await journal.ChangeAsync(
            state.Sender, state.Subscription, s => due.Aggregate(s, (at, gap) => GapSchedule.Requested(at, gap, now))).ConfigureAwait(false);
        log.LogInformation("Asked for {Count} back-fills of {Sender}, first for {Reason}", due.Count, state.Sender, due[0].Reason);
    }
}
