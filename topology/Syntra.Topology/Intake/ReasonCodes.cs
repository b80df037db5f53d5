namespace Syntra.Topology.Intake;

/// <summary>Why a charge does not go on: a stable code, and a sentence with the cure that holds no value of the record.</summary>
/// <param name="Code">Lower-case words joined by hyphens.</param>
/// <param name="Sentence">What is wrong and what to do.</param>
public sealed record Reason(string Code, string Sentence);

/// <summary>The closed list of reasons; docs/reason-codes.md explains each one.</summary>
public static class ReasonCodes
{
    /// <summary>Prefix of the family of codes that Fusion gives, for example <c>fusion-EF04</c>.</summary>
    public const string FusionPrefix = "fusion-";

    // Dead-lettered: this version never goes on; a newer version, or a replay after the cure, does.
    public static readonly Reason Undecodable = new("undecodable", "The record cannot be decoded; look at its bytes at this offset and at the writer's schema.");
    public static readonly Reason NotOpened = new("not-opened", "The sealed value does not open here: it was altered or moved from its tenant, topic, schema or record, or its key is gone.");
    public static readonly Reason ProcessingFailed = new("processing-failed", "The step failed on this record; the log names the error at this offset.");
    public static readonly Reason EmptyRecord = new("empty-record", "The record has no value or no key; raw topics hold whole versions, never tombstones.");
    public static readonly Reason KeyMismatch = new("key-mismatch", "The record's key is not the token of its charge; the source must key by the token of CHARGE_ITEM_ID under the tenant's current token key.");
    public static readonly Reason IdNotExact = new("id-not-exact", "A charge or encounter id is no exact integer; read ids as integers, not as floating numbers.");
    public static readonly Reason MalformedCode = new("malformed-code", "A code holds characters that codes cannot have; correct it in the source.");
    public static readonly Reason CodeNotNameable = new("code-not-nameable", "A code that the workbook does not have could be a name, a date or a number of a person, so it is not repeated; look at the row in the source, correct it, or add the code to the workbook and replay.");
    public static readonly Reason NoProcessFlag = new("no-process-flag", "The charge has no PROCESS_FLG, so whether it is money is unknown; correct it in the source.");
    public static readonly Reason NoEncounter = new("no-encounter", "The charge names no encounter; link it in the source.");
    public static readonly Reason NoFacility = new("no-facility", "The encounter names no organization; set it in the source.");
    public static readonly Reason NoDepartment = new("no-department", "The charge names no department; set it in the source.");
    public static readonly Reason NoAmount = new("no-amount", "The charge has no extended price; correct it in the source.");
    public static readonly Reason AmountNotANumber = new("amount-not-a-number", "The extended price is no number; correct it in the source.");
    public static readonly Reason AmountOutOfRange = new("amount-out-of-range", "The extended price is too large to be true; correct it in the source.");
    public static readonly Reason AmountBelowMinorUnit = new("amount-below-minor-unit", "The extended price has fractions of the currency's smallest unit; round it in the source.");
    public static readonly Reason QuantityNotANumber = new("quantity-not-a-number", "The quantity is missing or no number; correct it in the source.");
    public static readonly Reason PriceNotANumber = new("price-not-a-number", "The price is missing or no number; correct it in the source.");
    public static readonly Reason ExtendedPriceMismatch = new("extended-price-mismatch", "Quantity times price is not the extended price; correct one of the three in the source.");
    public static readonly Reason NoServiceDate = new("no-service-date", "The charge has no service date; set it in the source.");
    public static readonly Reason ServiceDateNotADate = new("service-date-not-a-date", "The service date is no date; correct it in the source.");
    public static readonly Reason ServiceDateInFuture = new("service-date-in-future", "The service date lies after the day on which the charge was read; correct it in the source.");
    public static readonly Reason ReviewRejected = new("review-rejected", "A reviewer rejected the correction; what stood stays. A newer version is decided anew, and a redrive takes this one up again.");
    public static readonly Reason ReceiptWithoutPosting = new("receipt-without-posting", "Fusion answered for a charge that has no posting here; compare the ledger line with this tenant's topics.");

    public static readonly Reason AnalyticsPatientUnknown = new("analytics-patient-unknown", "The domain's mode shifts dates and the charge names no patient, so the copy for analytics lacks this version; the ledger has it. Set PERSON_ID in the source.");
    public static readonly Reason AnalyticsNotPseudonymised = new("analytics-not-pseudonymised", "An id of the charge cannot become a token, so the copy for analytics lacks this version; the ledger judges it by itself. Correct the id in the source.");

    // Parked: goes on by itself once the missing row is there.
    public static readonly Reason EncounterNotThereYet = new("encounter-not-there-yet", "The encounter row was not there when the charge was read; goes on with the next version that has it.");
    public static readonly Reason BillCodeNotThereYet = new("bill-code-not-there-yet", "The charge has no charge master code yet; goes on with the next version that has one.");
    public static readonly Reason NoCrosswalkRow = new("no-crosswalk-row", "The workbook has no row for this code on the service date; add the row that is named as missing and publish.");
    public static readonly Reason EncounterStateNotThereYet = new("encounter-state-not-there-yet", "The charge's encounter was combined into one whose row has not come yet; goes on with that row.");
    public static readonly Reason CombineCycle = new("combine-cycle", "The encounter's combines lead back to itself; goes on once the source takes one of them back.");
    public static readonly Reason NoRule = new("no-rule", "The workbook has no correction rule for this ledger on the day of the decision; add the row that is named as missing and publish.");
    public static readonly Reason NoCalendar = new("no-calendar", "The ledger's calendar has no period for this day; create it in Fusion, or wait for the next calendar read.");
    public static readonly Reason NoOpenPeriod = new("no-open-period", "Neither the period of this day nor a later one is open; open one in Fusion.");

    // Held: goes on when a person has decided.
    public static readonly Reason HeldForReview = new("held-for-review", "The correction rule leaves the decision to a person; see the review topic.");

    /// <summary>Every fixed code; the family <see cref="FusionPrefix"/> comes on top.</summary>
    public static IReadOnlyList<Reason> All { get; } =
    [
        Undecodable, NotOpened, ProcessingFailed, EmptyRecord, KeyMismatch, IdNotExact, MalformedCode, CodeNotNameable, NoProcessFlag, NoEncounter, NoFacility, NoDepartment,
        NoAmount, AmountNotANumber, AmountOutOfRange, AmountBelowMinorUnit, QuantityNotANumber, PriceNotANumber, ExtendedPriceMismatch,
        NoServiceDate, ServiceDateNotADate, ServiceDateInFuture, ReviewRejected, ReceiptWithoutPosting, AnalyticsPatientUnknown, AnalyticsNotPseudonymised,
        EncounterNotThereYet, BillCodeNotThereYet, NoCrosswalkRow, EncounterStateNotThereYet, CombineCycle, NoRule, NoCalendar, NoOpenPeriod,
        HeldForReview,
    ];

    /// <summary>The reason for a rejection by Fusion, with its code and text; the text names codes and segments, never a person.</summary>
    public static Reason Fusion(string? code, string? text) => new(
        FusionPrefix + (Codes.Quotable(code) ?? "unknown"),
        string.IsNullOrEmpty(text) ? "Fusion refused the journal; correct what its code names and replay the charge." : text);
}
