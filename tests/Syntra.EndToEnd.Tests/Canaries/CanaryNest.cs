using Microsoft.Data.Sqlite;

namespace Syntra.EndToEnd.Tests.Canaries;

/// <summary>Plants canaries in the hospital's database: in every free field, and where codes, numbers and dates should be.</summary>
internal static class CanaryNest
{
    private const string Now = "UPDT_CNT = UPDT_CNT + 1, UPDT_DT_TM = strftime('%Y-%m-%d %H:%M:%S', 'now')";

    private static readonly string[] Tables = ["CHARGE", "CHARGE_MOD", "CHARGE_EVENT", "ENCOUNTER"];

    /// <summary>A name, a social security number, a medical record number, a birth date in two forms, a ZIP+4, and ids.</summary>
    internal static readonly string[] Canaries = ["Kanarivogel", "523-98-7614", "523987614", "MRN88412207", "1931-03-07", "19310307", "99950-1347", "7731994002"];

    private static readonly string[] BadFields =
    [
        "CHARGE SET ITEM_EXTENDED_PRICE = '523-98-7614'",
        "CHARGE SET SERVICE_DT_TM = 'born 1931-03-07'",
        "CHARGE SET DEPARTMENT_CD = 'Kanarivogel'",
        "CHARGE SET DEPARTMENT_CD = '523987614'",
        "CHARGE SET DEPARTMENT_CD = '19310307'",
        "CHARGE SET PROCESS_FLG = 'MRN88412207'",
        "CHARGE SET ITEM_QUANTITY = '99950-1347'",
        "CHARGE SET ITEM_PRICE = 'Kanarivogel'",
        "CHARGE SET ENCNTR_ID = 7731994002",
        "CHARGE SET OFFSET_CHARGE_ITEM_ID = 7731994002",
        "CHARGE_MOD SET FIELD6 = 'Kanarivogel-1931-03-07'",
        "CHARGE_MOD SET FIELD6 = 'MRN88412207'",
    ];

    /// <summary>Plants them; what the database's own ids are is a canary too.</summary>
    internal static IReadOnlyList<string> Plant(string database)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        Run(connection, "PRAGMA busy_timeout = 20000");
        foreach (string table in Tables)
        {
            FillFreeText(connection, table);
        }
        var ids = Query(connection, "SELECT CHARGE_ITEM_ID FROM CHARGE WHERE ENCNTR_ID > 0 AND typeof(CHARGE_ITEM_ID) = 'integer' AND ACTIVE_IND = 1 ORDER BY CHARGE_ITEM_ID");
        foreach (var (change, id) in BadFields.Zip(ids))
        {
            Run(connection, $"UPDATE {change}, {Now} WHERE CHARGE_ITEM_ID = {id}");
        }
        Run(connection, $"UPDATE ENCOUNTER SET ORGANIZATION_ID = 'Kanarivogel', {Now} WHERE ENCNTR_ID = (SELECT ENCNTR_ID FROM CHARGE WHERE CHARGE_ITEM_ID = {ids[^1]})");
        return
        [
            .. Canaries,
            .. ids.Where(id => id.Length >= 9),
            .. Query(connection, "SELECT ENCNTR_ID FROM ENCOUNTER").Where(id => id.Length >= 8),
            .. Query(connection, "SELECT DISTINCT PERSON_ID FROM CHARGE WHERE PERSON_ID > 0").Where(id => id.Length >= 8),
        ];
    }

    private static void FillFreeText(SqliteConnection connection, string table)
    {
        string[] used = ["UPDT_DT_TM", "SERVICE_DT_TM", "REG_DT_TM", "BEG_EFFECTIVE_DT_TM", "FIELD6"];
        var columns = Query(connection, $"SELECT name FROM pragma_table_info('{table}') WHERE type = 'TEXT'").Except(used).ToList();
        string values = string.Join(", ", columns.Select((c, i) => $"{c} = 'Kanarivogel {Canaries[i % Canaries.Length]}'"));
        Run(connection, $"UPDATE {table} SET {(values.Length > 0 ? values + ", " : "")}{Now}");
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }
        return values;
    }
}
