namespace Syntra.Sandbox.Cerner.Corrections;

/// <summary>The statements of corrections; every one stamps the rows that it touches.</summary>
internal static class CorrectionSql
{
    internal const string SetEncounterStatus = """
        UPDATE ENCOUNTER SET ENCNTR_STATUS_CD = $p1, UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = $now WHERE ENCNTR_ID = $p0
        """;

    internal const string SetEncounterActive = """
        UPDATE ENCOUNTER SET ACTIVE_IND = $p1, UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = $now WHERE ENCNTR_ID = $p0
        """;

    internal const string MoveEncounter = """
        UPDATE ENCOUNTER SET ORGANIZATION_ID = $p1, LOC_FACILITY_CD = $p1, UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = $now WHERE ENCNTR_ID = $p0
        """;

    internal const string InsertEncounterCombine = """
        INSERT INTO ENCNTR_COMBINE (ENCNTR_COMBINE_ID, FROM_ENCNTR_ID, TO_ENCNTR_ID, COMBINE_ACTION_CD, CMB_DT_TM, ACTIVE_IND, UPDT_CNT, UPDT_DT_TM)
        VALUES ($p0, $p1, $p2, $p3, $now, 1, 0, $now)
        """;

    internal const string InsertPersonCombine = """
        INSERT INTO PERSON_COMBINE (PERSON_COMBINE_ID, FROM_PERSON_ID, TO_PERSON_ID, COMBINE_ACTION_CD, CMB_DT_TM, ACTIVE_IND, UPDT_CNT, UPDT_DT_TM)
        VALUES ($p0, $p1, $p2, $p3, $now, 1, 0, $now)
        """;

    internal const string TrackDelete = """
        INSERT INTO DM_DELETE_TRACKING (DM_DELETE_TRACKING_ID, TABLE_NAME, TABLE_PK_VALUE, PURGE_APPL_NBR, PARENT_ENTITY_NAME, PARENT_ENTITY_ID, UPDT_CNT, UPDT_DT_TM)
        SELECT $p0, 'CHARGE', CHARGE_ITEM_ID, $p2, 'CHARGE_EVENT', CHARGE_EVENT_ID, 0, $now FROM CHARGE WHERE CHARGE_ITEM_ID = $p1
        """;

    internal const string DeleteCharge = "DELETE FROM CHARGE WHERE CHARGE_ITEM_ID = $p0";

    // Exact in the database too: quantities of the sandbox are whole or have few decimals, and prices have two.
    internal const string Reprice = """
        UPDATE CHARGE SET ITEM_PRICE = $p1, GROSS_PRICE = $p1, ITEM_EXTENDED_PRICE = ROUND(ITEM_QUANTITY * CAST($p1 AS NUMERIC), 2),
            UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = $now
        WHERE CHARGE_ITEM_ID = $p0
        """;

    internal const string Recode = """
        UPDATE CHARGE_MOD SET FIELD6 = $p1, UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = $now
        WHERE CHARGE_ITEM_ID = $p0 AND CHARGE_MOD_TYPE_CD = $p2 AND FIELD1_ID = $p3
        """;

    internal const string MoveDepartment = """
        UPDATE CHARGE SET DEPARTMENT_CD = $p1, UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = $now WHERE CHARGE_ITEM_ID = $p0
        """;

    // What has gone out (posted, interfaced, combined) gets a credit that goes out too; else the pair is offset and stays in.
    internal const string InsertCredit = """
        INSERT INTO CHARGE (CHARGE_ITEM_ID, PARENT_CHARGE_ITEM_ID, OFFSET_CHARGE_ITEM_ID, CHARGE_EVENT_ID, ENCNTR_ID, DEPARTMENT_CD, ITEM_QUANTITY,
            ITEM_PRICE, ITEM_EXTENDED_PRICE, GROSS_PRICE, SERVICE_DT_TM, CREDITED_DT_TM, PROCESS_FLG, CHARGE_TYPE_CD, SERVER_PROCESS_FLAG,
            ACTIVE_IND, UPDT_CNT, UPDT_DT_TM)
        SELECT $p1, CHARGE_ITEM_ID, CHARGE_ITEM_ID, CHARGE_EVENT_ID, ENCNTR_ID, DEPARTMENT_CD, ITEM_QUANTITY, -ITEM_PRICE, -ITEM_EXTENDED_PRICE,
            GROSS_PRICE, SERVICE_DT_TM, $now, CASE WHEN PROCESS_FLG IN (999, 100, 6) THEN 999 ELSE 10 END, $p2, 0, 1, UPDT_CNT, $now
        FROM CHARGE WHERE CHARGE_ITEM_ID = $p0 AND PROCESS_FLG <> 10
        """;

    internal const string InsertRebill = """
        INSERT INTO CHARGE (CHARGE_ITEM_ID, PARENT_CHARGE_ITEM_ID, CHARGE_EVENT_ID, ENCNTR_ID, DEPARTMENT_CD, ITEM_QUANTITY, ITEM_PRICE,
            ITEM_EXTENDED_PRICE, GROSS_PRICE, SERVICE_DT_TM, PROCESS_FLG, CHARGE_TYPE_CD, SERVER_PROCESS_FLAG, ACTIVE_IND, UPDT_CNT, UPDT_DT_TM)
        SELECT $p1, CHARGE_ITEM_ID, CHARGE_EVENT_ID, ENCNTR_ID, DEPARTMENT_CD, ITEM_QUANTITY, $p2, ROUND(ITEM_QUANTITY * CAST($p2 AS NUMERIC), 2),
            $p2, SERVICE_DT_TM, 999, $p3, 0, 1, 0, $now
        FROM CHARGE WHERE CHARGE_ITEM_ID = $p0
        """;

    internal const string CopyMods = """
        INSERT INTO CHARGE_MOD (CHARGE_MOD_ID, CHARGE_ITEM_ID, FIELD6, CHARGE_MOD_TYPE_CD, FIELD1_ID, FIELD2_ID, BEG_EFFECTIVE_DT_TM, ACTIVE_IND, UPDT_CNT, UPDT_DT_TM)
        SELECT (SELECT MAX(CHARGE_MOD_ID) FROM CHARGE_MOD) + ROW_NUMBER() OVER (ORDER BY CHARGE_MOD_ID), $p1, FIELD6, CHARGE_MOD_TYPE_CD, FIELD1_ID,
            FIELD2_ID, BEG_EFFECTIVE_DT_TM, ACTIVE_IND, 0, $now
        FROM CHARGE_MOD WHERE CHARGE_ITEM_ID = $p0
        """;

    internal const string LinkOriginal = """
        UPDATE CHARGE SET OFFSET_CHARGE_ITEM_ID = $p1, PROCESS_FLG = CASE WHEN PROCESS_FLG IN (999, 100, 6) THEN PROCESS_FLG ELSE 10 END,
            UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = $now
        WHERE CHARGE_ITEM_ID = $p0
        """;

    internal static string Uncombine(string table, string column) =>
        $"UPDATE {table} SET UCB_DT_TM = $now, UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = $now WHERE {column} = $p0";
}
