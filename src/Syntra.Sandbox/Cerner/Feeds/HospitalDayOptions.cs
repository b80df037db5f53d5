namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>How the seeded day of the three-hospital group is made. The same options always give the same rows.</summary>
public sealed record HospitalDayOptions
{
    /// <summary>Seed of everything that is drawn.</summary>
    public int Seed { get; init; } = 20250331;

    /// <summary>Facility-local date of every service; the default is a month's last day, so that late services fall on the next UTC month.</summary>
    public DateOnly ServiceDate { get; init; } = new(2025, 3, 31);

    /// <summary>Charges that end posted (or count as no money), before the special cases are added.</summary>
    public int Charges { get; init; } = 600;

    /// <summary>Database transactions that the day is fed in, at least 2.</summary>
    public int Waves { get; init; } = 12;

    /// <summary>Charges of earlier waves that the last wave saves again with nothing changed.</summary>
    public int Duplicates { get; init; } = 24;

    /// <summary>Charges with <see cref="HospitalDayCatalogue.UnmappedCode"/>.</summary>
    public int UnmappedCharges { get; init; } = 4;

    /// <summary>Charges with <see cref="HospitalDayCatalogue.RejectedCode"/>.</summary>
    public int RejectedCharges { get; init; } = 3;

    /// <summary>Bad rows to add, one of each kind named.</summary>
    public BadRows BadRows { get; init; } = BadRows.All;
}

/// <summary>Kinds of rows that must end in a named state, never in a loss or a duplicate.</summary>
[Flags]
public enum BadRows
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>ENCNTR_ID is 0.</summary>
    NoEncounter = 1,

    /// <summary>ENCNTR_ID names a row that ENCOUNTER does not have.</summary>
    DanglingEncounter = 2,

    /// <summary>The encounter's ORGANIZATION_ID is in no workbook.</summary>
    UnknownFacility = 4,

    /// <summary>ITEM_EXTENDED_PRICE holds text.</summary>
    NonNumericAmount = 8,

    /// <summary>ITEM_EXTENDED_PRICE is null.</summary>
    NullAmount = 16,

    /// <summary>ITEM_QUANTITY times ITEM_PRICE is not ITEM_EXTENDED_PRICE.</summary>
    PriceMismatch = 32,

    /// <summary>SERVICE_DT_TM lies in 2099.</summary>
    FutureServiceDate = 64,

    /// <summary>CHARGE_ITEM_ID is a floating number that names no single integer.</summary>
    IdBeyondExactReal = 128,

    /// <summary>CHARGE_ITEM_ID is the integer 2^53 + 1, which a floating number cannot hold.</summary>
    IdBeyondExactInteger = 256,

    /// <summary>PROCESS_FLG is a value that Millennium's documentation does not know.</summary>
    UnknownProcessFlag = 512,

    /// <summary>PROCESS_FLG is 0, pending: no money yet.</summary>
    PendingProcessFlag = 1024,

    /// <summary>Every kind.</summary>
    All = 2047,
}
