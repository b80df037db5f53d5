namespace Syntra.Simulation.Histories;

/// <summary>One event of a history. Its seed decides the particulars, so that the others can be left out without changing it.</summary>
/// <param name="Index">Place in the history as generated.</param>
internal readonly record struct HistoryEvent(int Index, EventKind Kind, int Seed);

/// <summary>A history: the world's seed and the events.</summary>
internal sealed record History(int Seed, IReadOnlyList<HistoryEvent> Events)
{
    public const int UsualLength = 50;

    private static readonly (EventKind Kind, int Weight)[] Weights =
    [
        (EventKind.NewCharge, 90), (EventKind.LateCharge, 30), (EventKind.Reprice, 50), (EventKind.ChangeCode, 30), (EventKind.ChangeModifier, 10),
        (EventKind.MoveDepartment, 25), (EventKind.MoveServiceDate, 20), (EventKind.ChangeFlag, 15), (EventKind.Deactivate, 10), (EventKind.Credit, 20),
        (EventKind.CreditAndRebill, 15), (EventKind.BeforeOriginal, 10), (EventKind.SameAgain, 12), (EventKind.OlderVersion, 15), (EventKind.LateEncounterRow, 8),
        (EventKind.MoveFacility, 15), (EventKind.VoidEncounter, 20), (EventKind.Combine, 20), (EventKind.Uncombine, 12), (EventKind.PersonCombine, 4),
        (EventKind.Delete, 10), (EventKind.Purge, 6), (EventKind.ClosePeriod, 40), (EventKind.ReopenPeriod, 15), (EventKind.OpenNextPeriod, 12),
        (EventKind.ClosePeriodForGood, 4), (EventKind.PublishLateRow, 15), (EventKind.ChangeCrosswalk, 15), (EventKind.Decide, 60), (EventKind.Redrive, 8),
        (EventKind.RepeatReceipt, 8), (EventKind.CrashStreams, 15), (EventKind.MovePartition, 8), (EventKind.CrashDelivery, 15),
        (EventKind.CrashDeliveryInCommit, 15), (EventKind.CrashSource, 10), (EventKind.CrashPeriodPublisher, 10), (EventKind.FusionFault, 40), (EventKind.LongWait, 20),
    ];

    private static readonly EventKind[] Lots = [.. Weights.SelectMany(w => Enumerable.Repeat(w.Kind, w.Weight))];

    /// <summary>The history of a seed.</summary>
    public static History Of(int seed, int length = UsualLength)
    {
        var random = new Dice(seed);
        return new History(seed, [.. Enumerable.Range(0, length).Select(i => new HistoryEvent(i, i < 4 ? EventKind.NewCharge : Lots[random.Next(Lots.Length)], random.Next()))]);
    }

    /// <summary>The same world with some of the events.</summary>
    public History Only(IEnumerable<int> indices)
    {
        var kept = indices.ToHashSet();
        return this with { Events = [.. Events.Where(e => kept.Contains(e.Index))] };
    }
}
