using Syntra.Contracts;

namespace Syntra.Cli.Tracing;

/// <summary>One charge's whole life, as the topics and the watermark table have it. Ids of the source are tokens, unless somebody asked for more with a reason.</summary>
/// <param name="Charge">Token of the charge.</param>
/// <param name="Now">Where it is now; null where it was never worked on.</param>
/// <param name="Versions">Source rows, in order of their versions.</param>
/// <param name="Instructions">What left for Fusion, in the order in which it left.</param>
/// <param name="Reviews">What was held, and how that ended.</param>
/// <param name="Parked">What it waited for.</param>
/// <param name="DeadLetters">What was refused.</param>
internal sealed record ChargeTrace(
    string Charge, ChargeNow? Now, IReadOnlyList<TracedVersion> Versions, IReadOnlyList<TracedInstruction> Instructions, IReadOnlyList<TracedReview> Reviews,
    IReadOnlyList<TracedParking> Parked, IReadOnlyList<TracedLetter> DeadLetters)
{
    /// <summary>What the question named within the charge: the line, the instruction or the batch; null where it named the charge.</summary>
    public string? Asked { get; init; }

    /// <summary>What was read for it.</summary>
    public TraceCost? Cost { get; init; }
}

/// <summary>What a trace took.</summary>
/// <param name="Seconds">From the start of the program to the answer.</param>
/// <param name="Records">Records read, by the index.</param>
/// <param name="OfRecords">Offsets of the topics that they were read from.</param>
/// <param name="Indexed">Records that were written since the index was last brought up to date, and were read for that.</param>
internal sealed record TraceCost(double Seconds, long Records, long OfRecords, long Indexed);

/// <summary>The watermark table's row, without what is of a person.</summary>
internal sealed record ChargeNow(
    ChargeStatus Status, string Facility, string Period, decimal Amount, bool Money, long SourceVersion, long Received, long Applied, long ZeroDelta, long Stale, long DeadLettered,
    string? Missing, string? Reason, decimal Standing, IReadOnlyList<MovedAmount> Effects);

/// <summary>What the accepted lines moved on one receivable account in one period.</summary>
internal sealed record MovedAmount(string Account, string Period, decimal Amount);

/// <summary>One source row as it was read.</summary>
internal sealed record TracedVersion(long SourceVersion, string Record, DateTimeOffset UpdatedAt, DateTimeOffset ReadAt)
{
    public bool Deleted { get; init; }

    public bool Purged { get; init; }

    public bool Active { get; init; }

    public string? ProcessFlag { get; init; }

    public string? ChargeType { get; init; }

    public string? Facility { get; init; }

    public string? Department { get; init; }

    public string? ChargeCode { get; init; }

    public string? Quantity { get; init; }

    public string? UnitPrice { get; init; }

    public string? Amount { get; init; }

    public string? Encounter { get; init; }

    public string? Patient { get; init; }

    public string? Offsets { get; init; }

    /// <summary>The ids themselves; only where somebody asked for them with a reason.</summary>
    public RevealedIds? Revealed { get; init; }
}

/// <summary>Ids and service instant as the source writes them.</summary>
internal sealed record RevealedIds(string Charge, string? Encounter, string? Patient, string? Offsets, string? ServiceAt);

/// <summary>One instruction: its lines, the batch that carried it, and Fusion's answer.</summary>
internal sealed record TracedInstruction(
    string Key, long SourceVersion, string Record, string Ledger, string Facility, string MappingVersion, IReadOnlyList<TracedLine> Lines, TracedBatch? Batch, TracedAnswer? Answer);

/// <summary>One journal line.</summary>
internal sealed record TracedLine(string Key, string Role, string Account, string Period, string OriginalPeriod, DateOnly AccountingDate, string Rule, decimal? Debit, decimal? Credit);

/// <summary>The batch that carried an instruction.</summary>
/// <param name="FirstLine">Line of the last attempt's file that the instruction begins on; null where it was left out of that file.</param>
internal sealed record TracedBatch(
    string BatchId, string BatchName, DeliveryState State, IReadOnlyList<long> Groups, int? FirstLine, string? DocumentId, long? LoadRequest, long? ImportRequest, long? PostRequest);

/// <summary>Fusion's answer.</summary>
internal sealed record TracedAnswer(ReceiptOutcome Outcome, string? ReasonCode, string? Reason, string BatchName, long GroupId, DateTimeOffset At, string Record);

/// <summary>A held item and its decisions; the last word on it.</summary>
internal sealed record TracedReview(
    string ItemId, long SourceVersion, ReviewStatus Status, string Rule, string Reason, decimal Effect, decimal Before, decimal After, IReadOnlyList<RecordedDecision> Decisions, string Record);

/// <summary>A row that the charge waited for, or waits for.</summary>
internal sealed record TracedParking(string Missing, string ReasonCode, string Reason, string Record);

/// <summary>A dead letter.</summary>
internal sealed record TracedLetter(long SourceVersion, string Node, string ReasonCode, string Reason, string Record);
