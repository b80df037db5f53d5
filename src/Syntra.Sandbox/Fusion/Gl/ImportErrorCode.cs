namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>Codes of Journal Import. EF04, EG01, EC03, EU02 and WU01 are those seen in public reports; EP01 and the rest follow the report's legend
/// as it is known from General Ledger, and when each is given is this sandbox's reading.</summary>
internal static class ImportErrorCode
{
    public const string Segment = "EF04";
    public const string Ledger = "EG01";
    public const string Currency = "EC03";
    public const string Unbalanced = "EU02";
    public const string UnbalancedToSuspense = "WU01";
    public const string Period = "EP01";
    public const string PeriodName = "EP04";
    public const string PeriodDate = "EP05";
    public const string ActualFlag = "EM01";
    public const string Category = "EM29";

    /// <summary>The static legend at the end of every report: each code stands there whether it happened or not.</summary>
    public static readonly (string Code, string Text)[] Key =
    [
        (Currency, "There is no conversion rate for this currency on this date."),
        (Segment, "The account or a segment value of it does not exist or is disabled."),
        (Ledger, "The ledger of the row is not the ledger of the group."),
        (ActualFlag, "The balance type is not actual."),
        (Category, "The journal category does not exist."),
        (Period, "The accounting date is not in an open or future enterable period."),
        (PeriodName, "The period name does not exist in the calendar."),
        (PeriodDate, "The accounting date is not within the period that the row names."),
        (Unbalanced, "The journal is unbalanced and suspense posting is not allowed."),
        (UnbalancedToSuspense, "The journal is unbalanced; suspense posting is allowed."),
    ];

    public static string Text(string code) => Array.Find(Key, k => k.Code == code).Text;
}
