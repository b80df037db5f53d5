using Syntra.Contracts;
using Syntra.Simulation.Fusion;

namespace Syntra.Simulation.Coverage;

/// <summary>The forms that a correction, a close, a crash or a fault takes, by the names under which they are counted.</summary>
internal static class Forms
{
    // What became of a charge row.
    public const string UpdatedRow = "updatedRow";
    public const string Repriced = "repriced";
    public const string ChangedCode = "changedCode";
    public const string ChangedModifier = "changedModifier";
    public const string MovedCostCentre = "movedCostCentre";
    public const string MovedFacility = "movedFacility";
    public const string MovedServiceDate = "movedServiceDate";
    public const string ChangedFlag = "changedFlag";
    public const string Deactivated = "deactivated";
    public const string Credit = "credit";
    public const string CreditAndRebill = "creditAndRebill";
    public const string CreditBeforeItWentOut = "creditBeforeItWentOut";
    public const string Delete = "delete";
    public const string Purge = "purge";
    public const string LateCharge = "lateCharge";

    // What became of its encounter and person.
    public const string VoidedEncounter = "voidedEncounter";
    public const string VoidTakenBack = "voidTakenBack";
    public const string ChargeIntoVoidEncounter = "chargeIntoVoidEncounter";
    public const string EncounterCombine = "encounterCombine";
    public const string EncounterUncombine = "encounterUncombine";
    public const string EncounterMovedLines = "encounterMovedLines";
    public const string PersonCombine = "personCombine";
    public const string PersonUncombine = "personUncombine";

    // The order in which it came, and what it met.
    public const string OutOfOrder = "outOfOrder";
    public const string SameVersionTwice = "sameVersionTwice";
    public const string CorrectionBeforeOriginal = "correctionBeforeOriginal";
    public const string CorrectionOfCorrection = "correctionOfCorrection";
    public const string CorrectionOfParked = "correctionOfParked";
    public const string CorrectionOfHeld = "correctionOfHeld";
    public const string CorrectionInFlight = "correctionInFlight";
    public const string CorrectionOfRejected = "correctionOfRejected";
    public const string RowReadTwice = "rowReadTwice";
    public const string RowReadLate = "rowReadLate";
    public const string RowCommittedLate = "rowCommittedLate";

    // What left.
    public const string OpenCorrection = "openCorrection";
    public const string ClosedCorrection = "closedCorrection";
    public const string OtherLedger = "otherLedger";

    // People.
    public const string Held = "held";
    public const string Approved = "approved";
    public const string ApprovedByTwo = "approvedByTwo";
    public const string RejectedByReviewer = "rejectedByReviewer";
    public const string LapsedDecision = "lapsedDecision";
    public const string ForgedDecision = "forgedDecision";
    public const string Redriven = "redriven";

    // Periods, workbook, Fusion.
    public const string PeriodClosed = "periodClosed";
    public const string PeriodClosedForGood = "periodClosedForGood";
    public const string PeriodReopened = "periodReopened";
    public const string PeriodOpened = "periodOpened";
    public const string ClosedBetweenCheckAndImport = "closedBetweenCheckAndImport";
    public const string CrosswalkChange = "crosswalkChange";
    public const string LateRow = "lateRow";
    public const string RefusedByFusion = "refusedByFusion";
    public const string AnswerTwice = "answerTwice";

    // Misfortune.
    public const string CrashOfStreams = "crashOfStreams";
    public const string CrashOfStreamsInTransaction = "crashOfStreamsInTransaction";
    public const string PartitionMoved = "partitionMoved";
    public const string CrashBeforeDeliveryCommit = "crashBeforeDeliveryCommit";
    public const string CrashAfterDeliveryCommit = "crashAfterDeliveryCommit";
    public const string CrashOfSource = "crashOfSource";
    public const string CrashOfSourceBeforeCommit = "crashOfSourceBeforeCommit";
    public const string CrashOfSourceAfterCommit = "crashOfSourceAfterCommit";
    public const string CrashOfPeriodPublisher = "crashOfPeriodPublisher";
    public const string PeriodsPublishedTwice = "periodsPublishedTwice";
    public const string PeriodsPublishedLate = "periodsPublishedLate";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        UpdatedRow, Repriced, ChangedCode, ChangedModifier, MovedCostCentre, MovedFacility, MovedServiceDate, ChangedFlag, Deactivated, Credit, CreditAndRebill,
        CreditBeforeItWentOut, Delete, Purge, LateCharge, VoidedEncounter, VoidTakenBack, ChargeIntoVoidEncounter, EncounterCombine, EncounterUncombine,
        EncounterMovedLines, PersonCombine, PersonUncombine, OutOfOrder, SameVersionTwice, CorrectionBeforeOriginal, CorrectionOfCorrection, CorrectionOfParked,
        CorrectionOfHeld, CorrectionInFlight, CorrectionOfRejected, RowReadTwice, RowReadLate, RowCommittedLate, OpenCorrection, ClosedCorrection, OtherLedger, Held, Approved,
        ApprovedByTwo, RejectedByReviewer, LapsedDecision, ForgedDecision, Redriven, PeriodClosed, PeriodClosedForGood, PeriodReopened, PeriodOpened,
        ClosedBetweenCheckAndImport, CrosswalkChange, LateRow, RefusedByFusion, AnswerTwice, CrashOfStreams, CrashOfStreamsInTransaction, PartitionMoved,
        CrashBeforeDeliveryCommit, CrashAfterDeliveryCommit, CrashOfSource, CrashOfSourceBeforeCommit, CrashOfSourceAfterCommit, CrashOfPeriodPublisher,
        PeriodsPublishedTwice, PeriodsPublishedLate,
        .. Enum.GetValues<DeliveryState>().Where(s => s is not (DeliveryState.Done or DeliveryState.Split)).Select(CrashOfDeliveryIn),
        .. Enum.GetValues<FusionFault>().Select(FaultOf),
    ];

    /// <summary>The delivery died while a batch was in this state.</summary>
    public static string CrashOfDeliveryIn(DeliveryState state) => $"crashOfDeliveryIn{state}";

    /// <summary>Fusion failed in this way.</summary>
    public static string FaultOf(FusionFault fault) => $"fault{fault}";
}
