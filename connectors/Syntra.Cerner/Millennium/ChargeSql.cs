namespace Syntra.Cerner.Millennium;

/// <summary>The two queries that read charges with all that belongs to them, and the places of their columns.</summary>
internal static class ChargeSql
{
    internal const int ChargeItemId = 0;
    internal const int UpdateCount = 1;
    internal const int UpdatedAt = 2;
    internal const int ActiveInd = 3;
    internal const int ProcessFlag = 4;
    internal const int EncounterId = 5;
    internal const int DepartmentCode = 6;
    internal const int CostCenterCode = 7;
    internal const int Quantity = 8;
    internal const int Price = 9;
    internal const int ExtendedPrice = 10;
    internal const int ServiceAt = 11;
    internal const int OffsetId = 12;
    internal const int ChargeTypeMeaning = 13;
    internal const int FoundEncounterId = 14;
    internal const int OrganizationId = 15;
    internal const int EncounterUpdateCount = 16;
    internal const int EncounterUpdatedAt = 17;
    internal const int PersonId = 18;

    internal const int ModChargeItemId = 0;
    internal const int ModId = 1;
    internal const int ModUpdateCount = 2;
    internal const int ModUpdatedAt = 3;
    internal const int ModActiveInd = 4;
    internal const int ModCode = 5;
    internal const int ModPriority = 6;
    internal const int ModTypeMeaning = 7;
    internal const int ModScheduleMeaning = 8;

    internal static readonly string Charges = $"""
        SELECT C.CHARGE_ITEM_ID, C.UPDT_CNT, C.UPDT_DT_TM, C.ACTIVE_IND, C.PROCESS_FLG, C.ENCNTR_ID, C.DEPARTMENT_CD, C.COST_CENTER_CD,
            C.ITEM_QUANTITY, C.ITEM_PRICE, C.ITEM_EXTENDED_PRICE, C.SERVICE_DT_TM, C.OFFSET_CHARGE_ITEM_ID, T.CDF_MEANING,
            E.ENCNTR_ID, E.ORGANIZATION_ID, E.UPDT_CNT, E.UPDT_DT_TM, C.PERSON_ID
        FROM CHARGE C
        LEFT JOIN ENCOUNTER E ON E.ENCNTR_ID = C.ENCNTR_ID AND C.ENCNTR_ID <> 0
        LEFT JOIN CODE_VALUE T ON T.CODE_VALUE = C.CHARGE_TYPE_CD AND T.CODE_SET = 13028
        WHERE C.CHARGE_ITEM_ID IN ({IdBatches.Placeholders})
        """;

    // All of a charge's rows, whatever their type: each counts in the version.
    internal static readonly string Mods = $"""
        SELECT M.CHARGE_ITEM_ID, M.CHARGE_MOD_ID, M.UPDT_CNT, M.UPDT_DT_TM, M.ACTIVE_IND, M.FIELD6, M.FIELD2_ID, T.CDF_MEANING, S.CDF_MEANING
        FROM CHARGE_MOD M
        LEFT JOIN CODE_VALUE T ON T.CODE_VALUE = M.CHARGE_MOD_TYPE_CD AND T.CODE_SET = 13019
        LEFT JOIN CODE_VALUE S ON S.CODE_VALUE = M.FIELD1_ID AND S.CODE_SET = 14002
        WHERE M.CHARGE_ITEM_ID IN ({IdBatches.Placeholders})
        """;
}
