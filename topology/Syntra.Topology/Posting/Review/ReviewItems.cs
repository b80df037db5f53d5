using System.Globalization;
using Syntra.Contracts;
using Syntra.Topology.Mapping;

namespace Syntra.Topology.Posting.Review;

/// <summary>Issues, keeps and closes the items that people decide about.</summary>
internal sealed class ReviewItems(string tenant)
{
    private const int IdDigits = 16;
    private const int MostRefusals = 20;
    private const string Unquotable = "-";

    private readonly ReviewReasons _reasons = new(tenant);

    /// <summary>Hash of everything that a decision is about.</summary>
    public string HashOf(PostedCharge charge, Outcome.Leaves held)
    {
        var parts = new List<string>
        {
            "review-2", tenant, charge.RecordId, held.Instruction.Ledger, held.Instruction.LedgerId, held.Instruction.Facility, held.Instruction.BusinessUnit,
            held.Instruction.Currency, held.Rule.Reference, string.Join(';', held.Rule.ApproverRoles), held.Rule.TwoPersons ? "two" : "one", Text(held.Instruction.SourceVersion),
        };
        foreach (var line in charge.Standing?.Lines ?? [])
        {
            Add(parts, "stands", line);
        }

        foreach (var line in held.Instruction.Lines)
        {
            Add(parts, "leaves", line);
        }

        return IdempotencyKey.Compute([.. parts]);
    }

    /// <summary>The item of a held version: the one that is open already where its facts are still the same, else a new one.</summary>
    public ReviewItem Issue(PostedCharge charge, ReceivedCharge version, Evaluation evaluation, Outcome.Leaves held)
    {
        var hash = HashOf(charge, held);
        if (charge.Review is { } open && open.FactsHash == hash)
        {
            return open;
        }

        var (instruction, rule) = (held.Instruction, held.Rule);
        return new ReviewItem
        {
            ItemId = IdempotencyKey.Compute("review-item-1", tenant, charge.RecordId, hash, Text(charge.ReviewsIssued))[..IdDigits],
            RecordId = charge.RecordId,
            SourceVersion = version.Charge.SourceVersion,
            FactsHash = hash,
            Status = ReviewStatus.Open,
            Kind = held.Correction.Kind,
            Rule = rule.Reference,
            Reason = ReviewReasons.Sentence(held, instruction.Currency),
            ApproverRoles = rule.ApproverRoles,
            TwoPersons = rule.TwoPersons,
            Ledger = instruction.Ledger,
            Facility = instruction.Facility,
            Currency = instruction.Currency,
            Effect = held.Correction.Effect,
            AmountBefore = Effects.Receivable(charge.Standing),
            AmountAfter = instruction.Lines.Where(l => LineRoles.IsReceivable(l.Role) && !LineRoles.IsReversal(l.Role)).Sum(Effects.Net),
            Before = charge.Standing?.Lines ?? [],
            After = instruction.Lines,
            Chain = _reasons.Chain(charge, version, evaluation.Encounter),
            Decisions = charge.Review?.Decisions ?? [],
        };
    }

    /// <summary>Writes down that a version is held with an item.</summary>
    public static PostedCharge Hold(PostedCharge charge, ReviewItem? open, ReceivedCharge version, ReviewItem item, List<PostingOutput> outputs)
    {
        if (!ReferenceEquals(open, item))
        {
            outputs.Add(new PostingOutput.Review(item));
        }

        return charge with
        {
            Status = ChargeStatus.Held,
            Current = version,
            Reason = Intake.ReasonCodes.HeldForReview.Code,
            Review = item,
            ReviewsIssued = charge.ReviewsIssued + (open?.ItemId == item.ItemId ? 0 : 1),
        };
    }

    /// <summary>Says how an item ended, where there is one.</summary>
    public static void Close(ReviewItem? item, ReviewStatus status, List<PostingOutput> outputs)
    {
        if (item is not null)
        {
            outputs.Add(new PostingOutput.Review(item with { Status = status }));
        }
    }

    /// <summary>What a decision comes to, the facts being those of the item.</summary>
    public static DecisionOutcome Judge(ReviewItem item, ReviewDecision decision)
    {
        if (decision.FactsHash != item.FactsHash)
        {
            return DecisionOutcome.Lapsed;
        }

        if (decision.Decision == DecisionKind.Reject || !item.TwoPersons)
        {
            return DecisionOutcome.Acted;
        }

        var approvals = item.Decisions.Where(d => d.ItemId == item.ItemId && d.Outcome == DecisionOutcome.Counted).ToList();
        return approvals.Count == 0 ? DecisionOutcome.Counted
            : approvals.Exists(d => SamePerson(d.Who, decision.Who)) ? DecisionOutcome.RepeatedPerson
            : DecisionOutcome.Acted;
    }

    /// <summary>The item with a decision written down.</summary>
    public static ReviewItem Recorded(ReviewItem item, ReviewDecision decision, DecisionOutcome outcome) => item with
    {
        Decisions =
        [
            .. item.Decisions,
            new RecordedDecision
            {
                ItemId = item.ItemId, Who = decision.Who, Role = decision.Role, At = decision.At, Decision = decision.Decision, Outcome = outcome,
            },
        ],
    };

    /// <summary>A decision that is not that of the person it names, or not in a role of theirs: written down where it is about the open item, and nothing else.</summary>
    public static Transition Refused(PostedCharge? charge, ReviewDecision decision, DecisionOutcome why)
    {
        var (item, concerns) = (charge?.Review, decision.Decision != DecisionKind.Redrive && charge?.Review?.ItemId == decision.ItemId);

        // Who cannot sign can still write: the item must not grow for ever.
        if (!concerns || item!.Decisions.Count(d => d.Outcome == why) >= MostRefusals)
        {
            return new Transition(charge, []);
        }

        // Nor may text of nobody knows whom get into it.
        var quoted = decision with { Who = Intake.Codes.Quotable(decision.Who) ?? Unquotable, Role = Intake.Codes.Quotable(decision.Role) ?? Unquotable };
        var recorded = Recorded(item, quoted, why);
        return new Transition(charge! with { Review = recorded }, [new PostingOutput.Review(recorded)]);
    }

    /// <summary>What a transition says became of a decision; null where it was passed over, or asked for a redrive.</summary>
    public static DecisionOutcome? OutcomeOf(Transition transition, ReviewDecision decision) => transition.Outputs.OfType<PostingOutput.Review>()
        .SelectMany(o => o.Item.Decisions).LastOrDefault(d => d.ItemId == decision.ItemId && d.Who == decision.Who && d.At == decision.At)?.Outcome;

    private static bool SamePerson(string left, string right) => left.Trim().Equals(right.Trim(), StringComparison.OrdinalIgnoreCase);

    private static void Add(List<string> parts, string what, JournalLine line)
    {
        parts.AddRange(
            what, line.Role, line.Period, line.OriginalPeriod, Text(line.AccountingDate.DayNumber), Amount(line.Debit), Amount(line.Credit),
            Text(line.Segments.Count));
        parts.AddRange(line.Segments);
    }

    // Canonical, since 1.0 and 1.00 are the same amount.
    private static string Amount(decimal? amount) => amount?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
