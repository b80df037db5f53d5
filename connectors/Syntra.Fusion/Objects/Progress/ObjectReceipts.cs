using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Objects.Queues;

namespace Syntra.Fusion.Objects.Progress;

/// <summary>The one receipt of an instruction. Pure.</summary>
internal static class ObjectReceipts
{
    /// <summary>Whether the version stands in Fusion.</summary>
    public static bool Stands(ObjectOutcome outcome) => outcome is ObjectOutcome.Created or ObjectOutcome.Updated or ObjectOutcome.Unchanged;

    public static ObjectReceipt Done(ObjectWork work, ObjectResult.Done result, DateTimeOffset now) =>
        Of(work, result.Outcome, now) with { FusionIds = result.Ids };

    public static ObjectReceipt Refused(ObjectWork work, ObjectResult.Refused result, DateTimeOffset now) =>
        Of(work, ObjectOutcome.Rejected, now) with { ErrorClass = result.Class, ReasonCode = result.Code, Reason = result.Reason };

    public static ObjectReceipt Superseded(ObjectWork work, ObjectWork by, DateTimeOffset now) =>
        Of(work, ObjectOutcome.Superseded, now) with { SupersededBy = by.Instruction.SourceVersion };

    public static ObjectReceipt Stale(ObjectWork work, long standing, DateTimeOffset now) =>
        Of(work, ObjectOutcome.Stale, now) with { SupersededBy = standing };

    public static ObjectReceipt GivenUp(ObjectWork work, string code, DateTimeOffset now) =>
        Of(work, ObjectOutcome.Unknown, now) with { ErrorClass = ObjectErrorClass.Retriable, ReasonCode = code, Reason = "No certain answer within the time limit for retries." };

    private static ObjectReceipt Of(ObjectWork work, ObjectOutcome outcome, DateTimeOffset now) => new()
    {
        IdempotencyKey = work.Instruction.IdempotencyKey,
        Kind = work.Instruction.Kind,
        ObjectKey = work.Instruction.ObjectKey,
        SourceVersion = work.Instruction.SourceVersion,
        Outcome = outcome,
        Attempts = work.Attempts,
        EventTime = work.Instruction.EventTime,
        ReceivedAt = work.ReceivedAt,
        SentAt = work.SentAt,
        AnsweredAt = now,
        TraceId = work.Instruction.TraceId,
    };
}
