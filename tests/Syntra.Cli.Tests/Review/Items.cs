using Syntra.Contracts;

namespace Syntra.Cli.Tests.Review;

/// <summary>Items as the streams write them.</summary>
internal static class Items
{
    internal static ReviewItem Open { get; } = new()
    {
        ItemId = "00000000000000aa",
        RecordId = "t1charge",
        SourceVersion = 7,
        FactsHash = "beef",
        Status = ReviewStatus.Open,
        Kind = CorrectionKind.ClosedCorrection,
        Rule = "CHG-US/1",
        Reason = "Rule CHG-US/1 holds corrections of closed periods above 1000.00 USD; this one moves 1500.00 USD.",
        ApproverRoles = ["finance-manager", "controller"],
        TwoPersons = true,
        Ledger = "Lakeside",
        Facility = "589723",
        Currency = "USD",
        Effect = 1500m,
        AmountBefore = 2210.07m,
        AmountAfter = 3710.07m,
        Before = [Line("RECEIVABLE", "Mar-25", new DateOnly(2025, 3, 31), 2210.07m, null)],
        After = [Line("REVERSE-RECEIVABLE", "Apr-25", new DateOnly(2025, 4, 1), null, 2210.07m), Line("RECEIVABLE", "Apr-25", new DateOnly(2025, 4, 1), 3710.07m, null)],
        Chain = ["record t.raw.millennium.charge/1/162"],
        Decisions =
        [
            new RecordedDecision
            {
                ItemId = "00000000000000aa", Who = "ines.moreau", Role = "finance-manager", At = new DateTimeOffset(2025, 4, 3, 9, 0, 0, TimeSpan.Zero), Decision = DecisionKind.Approve, Outcome = DecisionOutcome.Counted,
            },
        ],
    };

    internal static JournalLine Line(string role, string period, DateOnly date, decimal? debit, decimal? credit, string key = "0123456789abcdef") => new()
    {
        Key = key, Role = role, AccountingDate = date, Period = period, OriginalPeriod = "Mar-25", Segments = ["101", "0000", "12000"], Rule = "CHG-US/1", Debit = debit, Credit = credit,
    };
}
