namespace Syntra.Cerner.Millennium;

/// <summary>One table that is polled in the order of (UPDT_DT_TM, primary key), because its changes change charges.</summary>
internal sealed class Keyset
{
    internal static readonly Keyset Charge = new("millennium/charge", "CHARGE", "CHARGE_ITEM_ID", "CHARGE_ITEM_ID");

    // A bill code may change without its CHARGE row being stamped.
    internal static readonly Keyset ChargeMod = new("millennium/charge-mod", "CHARGE_MOD", "CHARGE_MOD_ID", "CHARGE_ITEM_ID");

    // An encounter may move to another facility; its charges are found by ENCNTR_ID.
    internal static readonly Keyset Encounter = new("millennium/encounter", "ENCOUNTER", "ENCNTR_ID", null);

    /// <summary>The tables whose changes change charge versions.</summary>
    internal static readonly IReadOnlyList<Keyset> All = [Charge, ChargeMod, Encounter];

    // The same tables' rows as records of their own, from the beginning: what decides about all charges of an encounter.
    internal static readonly Keyset EncounterRow = new("millennium/encounter-row", "ENCOUNTER", "ENCNTR_ID", "ENCNTR_ID");
    internal static readonly Keyset EncounterCombine = new("millennium/encounter-combine", "ENCNTR_COMBINE", "ENCNTR_COMBINE_ID", "ENCNTR_COMBINE_ID");
    internal static readonly Keyset PersonCombine = new("millennium/person-combine", "PERSON_COMBINE", "PERSON_COMBINE_ID", "PERSON_COMBINE_ID");
    internal static readonly Keyset Delete = new("millennium/delete", "DM_DELETE_TRACKING", "DM_DELETE_TRACKING_ID", "DM_DELETE_TRACKING_ID");

    /// <summary>The tables whose rows are records of their own.</summary>
    internal static readonly IReadOnlyList<Keyset> Rows = [EncounterRow, EncounterCombine, PersonCombine, Delete];

    internal static readonly IReadOnlyList<Keyset> Everything = [.. All, .. Rows];

    private Keyset(string stream, string table, string idColumn, string? chargeColumn)
    {
        Stream = stream;
        Table = table;
        IdColumn = idColumn;
        ChargeColumn = chargeColumn;
    }

    /// <summary>Key of its watermark.</summary>
    internal string Stream { get; }

    internal string Table { get; }

    internal string IdColumn { get; }

    /// <summary>The column that names the affected charge, or the row itself where it is a record of its own; null where a look-up is needed.</summary>
    internal string? ChargeColumn { get; }

    internal string ScanSql(IMillenniumDialect dialect) => dialect.Limit(
        $"SELECT UPDT_DT_TM, {IdColumn}, UPDT_CNT, {ChargeColumn ?? IdColumn} FROM {Table} "
        + $"WHERE {dialect.After("UPDT_DT_TM", IdColumn, "@time", "@id")} AND UPDT_DT_TM <= @upTo "
        + $"ORDER BY UPDT_DT_TM, {IdColumn}",
        "@count");

    public override string ToString() => Stream;
}
