using Syntra.Contracts;

namespace Syntra.Cli.WhatIf;

/// <summary>One account in one period: what stands, and what would. The facility is its balancing segment.</summary>
internal sealed record EffectRow(string Ledger, string Facility, string Account, string Period, decimal Stands, decimal WouldStand)
{
    public decimal Change => WouldStand - Stands;
}

/// <summary>How many charges are where.</summary>
internal sealed record Places(int Posted, int NothingDue, int Parked, int Held, int DeadLettered, int InFlight)
{
    internal static Places Of(IEnumerable<PostedCharge> charges)
    {
        var counts = charges.CountBy(c => c.Status).ToDictionary();
        int Count(ChargeStatus status) => counts.GetValueOrDefault(status);
        return new Places(
            Count(ChargeStatus.Posted), Count(ChargeStatus.NothingDue), Count(ChargeStatus.Parked), Count(ChargeStatus.Held), Count(ChargeStatus.DeadLettered), Count(ChargeStatus.InFlight));
    }
}

/// <summary>What other rules would have made of the same past.</summary>
/// <param name="Workbook">Version of the workbook that was tried.</param>
/// <param name="Charges">Charges that were compared.</param>
/// <param name="Rows">Source rows that were played.</param>
/// <param name="CalendarFrom">How far back the periods' statuses are known; before that the first known ones were used.</param>
/// <param name="Stands">Where the charges are.</param>
/// <param name="WouldStand">Where they would be.</param>
/// <param name="HeldEffect">Money effect of what would be held, summed.</param>
/// <param name="Effects">Accounts whose balance would differ.</param>
internal sealed record WhatIfReport(
    string Workbook, int Charges, int Rows, DateTimeOffset? CalendarFrom, Places Stands, Places WouldStand, decimal HeldEffect, IReadOnlyList<EffectRow> Effects)
{
    /// <summary>Charges with a row read on this UTC day or later were compared; null for all.</summary>
    public DateOnly? From { get; init; }

    /// <summary>What became known after this UTC day was left out; null for nothing.</summary>
    public DateOnly? To { get; init; }

    /// <summary>What was read for it, by topic.</summary>
    public IReadOnlyList<Indexing.ReadCount> Read { get; init; } = [];

    /// <summary>Compares what a replay came to with what stands.</summary>
    internal static WhatIfReport Compare(string workbook, Past past, Replay replay)
    {
        var would = replay.Charges().Where(c => past.Charges.Contains(c.RecordId)).ToList();
        var effects = new Dictionary<(string Ledger, string Facility, string Account, string Period), (decimal Stands, decimal Would)>();
        Add(past.Accepted, past, effects, (sum, net) => (sum.Stands + net, sum.Would));
        Add(replay.Accepted, past, effects, (sum, net) => (sum.Stands, sum.Would + net));
        return new WhatIfReport(
            workbook, past.Charges.Count, past.Events.Count(e => e.Rank is 3 or 4 && past.Charges.Contains(e.Record.Key)), past.CalendarFrom,
            Places.Of(past.Table.Where(c => past.Charges.Contains(c.RecordId))), Places.Of(would), would.Sum(c => c.Review?.Effect ?? 0m),
            [.. effects.Where(e => e.Value.Stands != e.Value.Would)
                .OrderBy(e => e.Key.Ledger, StringComparer.Ordinal).ThenBy(e => e.Key.Account, StringComparer.Ordinal).ThenBy(e => e.Key.Period, StringComparer.Ordinal)
                .Select(e => new EffectRow(e.Key.Ledger, e.Key.Facility, e.Key.Account, e.Key.Period, e.Value.Stands, e.Value.Would))]) { Read = past.Read };
    }

    private static void Add(
        IReadOnlyList<JournalInstruction> instructions, Past past, Dictionary<(string, string, string, string), (decimal, decimal)> effects,
        Func<(decimal Stands, decimal Would), decimal, (decimal, decimal)> add)
    {
        foreach (var instruction in instructions.Where(i => past.Charges.Contains(i.RecordId)))
        {
            foreach (var line in instruction.Lines)
            {
                var key = (instruction.Ledger, line.Segments[0], string.Join('-', line.Segments), line.Period);
                effects[key] = add(effects.GetValueOrDefault(key), (line.Debit ?? 0m) - (line.Credit ?? 0m));
            }
        }
    }
}
