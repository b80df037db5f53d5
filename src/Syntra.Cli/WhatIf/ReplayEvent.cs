using Syntra.Cli.Operating;
using Syntra.Contracts;

namespace Syntra.Cli.WhatIf;

/// <summary>One record of the past, to be played again.</summary>
/// <param name="At">When it became known: of rows when they were read, of decisions and calendars when they were made.</param>
/// <param name="Rank">Which goes first of two that became known at the same moment.</param>
/// <param name="Record">Where it lies.</param>
/// <param name="Play">Gives it to the replay.</param>
internal sealed record ReplayEvent(DateTimeOffset At, int Rank, LogRecord Record, Action<Replay> Play)
{
    /// <summary>The one order in which events are played: by time, never against the order within a partition.</summary>
    internal static IReadOnlyList<ReplayEvent> InOrder(IEnumerable<ReplayEvent> events)
    {
        var ordered = new List<ReplayEvent>();
        foreach (var partition in events.GroupBy(e => (e.Record.Topic, e.Record.Partition)))
        {
            var latest = DateTimeOffset.MinValue;
            foreach (var one in partition.OrderBy(e => e.Record.Offset))
            {
                latest = one.At > latest ? one.At : latest;
                ordered.Add(one with { At = latest });
            }
        }
        return [.. ordered.OrderBy(e => e.At).ThenBy(e => e.Rank).ThenBy(e => e.Record.Partition).ThenBy(e => e.Record.Offset)];
    }
}

/// <summary>The past of a tenant's charges: what is played again, and what stands because of it.</summary>
/// <param name="Events">In their order.</param>
/// <param name="Accepted">Instructions that Fusion accepted.</param>
/// <param name="Refused">Fusion's refusals by the key of the instruction: the same instruction is refused again.</param>
/// <param name="Charges">Charges that are compared.</param>
/// <param name="CalendarFrom">How far back the topic holds the periods' statuses; null where it holds none.</param>
/// <param name="Table">The watermark table, of these charges at least.</param>
/// <param name="Read">What was read for it.</param>
internal sealed record Past(
    IReadOnlyList<ReplayEvent> Events, IReadOnlyList<JournalInstruction> Accepted, IReadOnlyDictionary<string, JournalReceipt> Refused, IReadOnlySet<string> Charges, DateTimeOffset? CalendarFrom,
    IReadOnlyList<PostedCharge> Table, IReadOnlyList<Indexing.ReadCount> Read);
