namespace Syntra.Sandbox.Tests.Cerner;

public sealed class MillenniumSchemaTests
{
    [Theory]
    [InlineData("CHARGE", 88)]
    [InlineData("CHARGE_MOD", 34)]
    [InlineData("CHARGE_EVENT", 40)]
    [InlineData("ENCOUNTER", 159)]
    [InlineData("ORGANIZATION", 28)]
    [InlineData("CODE_VALUE", 27)]
    [InlineData("LOCATION", 34)]
    [InlineData("ENCNTR_COMBINE", 23)]
    [InlineData("PERSON_COMBINE", 31)]
    [InlineData("DM_DELETE_TRACKING", 14)]
    public async Task A_table_has_exactly_the_columns_of_Millennium_in_order(string table, int columns)
    {
        var published = File.ReadLines(SharedData.Require("millennium-schema/columns.csv"))
            .Select(line => line.Split(','))
            .Where(fields => fields[0] == table)
            .ToList();
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();

        var found = await file.RowsAsync($"SELECT name, \"notnull\" FROM pragma_table_info('{table}') ORDER BY cid");

        Assert.Equal(columns, found.Count);
        Assert.Equal(published.Select(f => f[2] + "|" + (f[4] == "N" ? "1" : "0")), found);
    }

    [Theory]
    [InlineData("CHARGE", "ITEM_EXTENDED_PRICE", "NUMERIC")]
    [InlineData("CHARGE", "ITEM_QUANTITY", "NUMERIC")]
    [InlineData("CHARGE", "CHARGE_ITEM_ID", "INTEGER")]
    [InlineData("CHARGE", "DEPARTMENT_CD", "INTEGER")]
    [InlineData("CHARGE", "SERVICE_DT_TM", "TEXT")]
    [InlineData("CHARGE_MOD", "FIELD6", "TEXT")]
    [InlineData("ENCOUNTER", "UPDT_DT_TM", "TEXT")]
    public async Task Ids_are_integer_money_is_numeric_and_times_are_text(string table, string column, string type)
    {
        await using var file = new SandboxFile();
        await using var sandbox = await file.OpenAsync();

        Assert.Equal([type], await file.RowsAsync($"SELECT type FROM pragma_table_info('{table}') WHERE name = '{column}'"));
    }

    [Fact]
    public async Task The_database_is_in_write_ahead_mode_and_opens_again_as_it_was()
    {
        await using var file = new SandboxFile();
        await using (await file.OpenAsync())
        {
            Assert.Equal(["wal"], await file.RowsAsync("PRAGMA journal_mode"));
        }

        var before = await file.RowsAsync("SELECT * FROM CODE_VALUE ORDER BY CODE_VALUE");
        await using var again = await file.OpenAsync();

        Assert.Equal(before, await file.RowsAsync("SELECT * FROM CODE_VALUE ORDER BY CODE_VALUE"));
        Assert.Equal(file.Now, await again.ReadClockAsync());
    }

    [Fact]
    public async Task A_file_of_another_schema_version_is_refused()
    {
        await using var file = new SandboxFile();
        await using (await file.OpenAsync())
        {
            await file.ExecuteAsync("PRAGMA user_version = 99");
        }

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(file.OpenAsync);

        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
    }
}
