namespace Syntra.Cerner.Millennium;

/// <summary>The queries of the rows that are records of their own. The first three columns are always id, UPDT_CNT and UPDT_DT_TM.</summary>
internal static class RowSql
{
    internal const int Id = 0;
    internal const int UpdateCount = 1;
    internal const int UpdatedAt = 2;

    internal static readonly string Encounters = $"""
        SELECT E.ENCNTR_ID, E.UPDT_CNT, E.UPDT_DT_TM, E.ACTIVE_IND, S.CDF_MEANING, E.ORGANIZATION_ID
        FROM ENCOUNTER E
        LEFT JOIN CODE_VALUE S ON S.CODE_VALUE = E.ENCNTR_STATUS_CD AND S.CODE_SET = 261
        WHERE E.ENCNTR_ID IN ({IdBatches.Placeholders})
        """;

    internal static readonly string EncounterCombines = $"""
        SELECT ENCNTR_COMBINE_ID, UPDT_CNT, UPDT_DT_TM, ACTIVE_IND, FROM_ENCNTR_ID, TO_ENCNTR_ID, CMB_DT_TM, UCB_DT_TM
        FROM ENCNTR_COMBINE
        WHERE ENCNTR_COMBINE_ID IN ({IdBatches.Placeholders})
        """;

    internal static readonly string PersonCombines = $"""
        SELECT PERSON_COMBINE_ID, UPDT_CNT, UPDT_DT_TM, ACTIVE_IND, UCB_DT_TM
        FROM PERSON_COMBINE
        WHERE PERSON_COMBINE_ID IN ({IdBatches.Placeholders})
        """;

    // Other tables' deletions say nothing of a charge: a CHARGE_MOD is inactivated, not deleted.
    internal static readonly string Deletes = $"""
        SELECT DM_DELETE_TRACKING_ID, UPDT_CNT, UPDT_DT_TM, TABLE_PK_VALUE, PURGE_APPL_NBR
        FROM DM_DELETE_TRACKING
        WHERE TABLE_NAME = 'CHARGE' AND DM_DELETE_TRACKING_ID IN ({IdBatches.Placeholders})
        """;
}
