namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>The statements of a wave. Columns that are not named take the schema's "none": 0 for ids and codes.</summary>
internal static class WaveSql
{
    internal const string InsertOrganization = """
        INSERT INTO ORGANIZATION (ORGANIZATION_ID, ORG_NAME, ORG_NAME_KEY, ACTIVE_IND, UPDT_CNT, UPDT_DT_TM)
        VALUES ($p0, 'Facility ' || $p1, $p1, 1, 0, $now)
        """;

    // One location of type facility per organization; the code value is the organization's id, which no other code set uses here.
    internal const string InsertLocation = """
        INSERT INTO LOCATION (LOCATION_CD, ORGANIZATION_ID, ACTIVE_IND, UPDT_CNT, UPDT_DT_TM)
        VALUES ($p0, $p0, 1, 0, $now)
        """;

    internal const string InsertEncounter = """
        INSERT INTO ENCOUNTER (ENCNTR_ID, PERSON_ID, ORGANIZATION_ID, LOC_FACILITY_CD, REG_DT_TM, ENCNTR_STATUS_CD, ACTIVE_IND, UPDT_CNT, UPDT_DT_TM)
        VALUES ($p0, 41000000 + $p0 % 1000000, $p1, $p1, $p2, 854, 1, 0, $now)
        """;

    internal const string InsertChargeEvent = """
        INSERT INTO CHARGE_EVENT (CHARGE_EVENT_ID, ENCNTR_ID, ACTIVE_IND, CANCELLED_IND, UPDT_CNT, UPDT_DT_TM)
        VALUES ($p0, $p1, 1, 0, 0, $now)
        """;

    internal const string InsertCharge = """
        INSERT INTO CHARGE (CHARGE_ITEM_ID, CHARGE_EVENT_ID, ENCNTR_ID, PERSON_ID, DEPARTMENT_CD, ITEM_QUANTITY, ITEM_PRICE, ITEM_EXTENDED_PRICE,
            GROSS_PRICE, SERVICE_DT_TM, PROCESS_FLG, CHARGE_TYPE_CD, SERVER_PROCESS_FLAG, ACTIVE_IND, UPDT_CNT, UPDT_DT_TM)
        VALUES ($p0, $p1, $p2, CASE $p2 WHEN 0 THEN 0 ELSE 41000000 + $p2 % 1000000 END, $p3, $p4, $p5, $p6, $p5, $p7, $p8, $p9, 0, 1, 0, $now)
        """;

    internal const string InsertChargeMod = """
        INSERT INTO CHARGE_MOD (CHARGE_MOD_ID, CHARGE_ITEM_ID, FIELD6, CHARGE_MOD_TYPE_CD, FIELD1_ID, FIELD2_ID,
            BEG_EFFECTIVE_DT_TM, ACTIVE_IND, UPDT_CNT, UPDT_DT_TM)
        VALUES ($p0, $p1, $p2, $p3, $p4, 1, $now, 1, 0, $now)
        """;

    internal const string ResaveCharge = """
        UPDATE CHARGE SET UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = $now WHERE CHARGE_ITEM_ID = $p0
        """;
}
