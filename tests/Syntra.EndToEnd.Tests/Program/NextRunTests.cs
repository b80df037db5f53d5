using System.Globalization;

namespace Syntra.EndToEnd.Tests.Program;

/// <summary>What a run that goes on from an earlier one's state makes of what has changed in between.</summary>
public sealed class NextRunTests(FinishedDay day)
{
    private const string Unmapped = "45700119";

    [Fact]
    public async Task A_parked_charge_posts_once_the_workbook_has_its_row()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        var before = await day.CopyToAsync(state);
        var waiting = StoppedState.Query(
            System.IO.Path.Combine(state, "millennium.db"),
            $"SELECT printf('%.2f', c.ITEM_EXTENDED_PRICE) FROM CHARGE c JOIN CHARGE_MOD m ON m.CHARGE_ITEM_ID = c.CHARGE_ITEM_ID WHERE m.FIELD6 = '{Unmapped}' AND c.ITEM_EXTENDED_PRICE > 0");
        decimal amount = waiting.Sum(text => decimal.Parse(text, CultureInfo.InvariantCulture));
        Assert.NotEmpty(waiting);
        string table = System.IO.Path.Combine(state, "tenant", "charge-codes.csv");
        string account = (await File.ReadAllLinesAsync(table)).First(line => line.StartsWith("12070001,", StringComparison.Ordinal)).Split(',')[1];

        await File.AppendAllTextAsync(table, $"{Unmapped},{account},1970-01-01,\n");
        var after = await RunAsync(state);

        Assert.Equal(0, after.ExitCode);
        Assert.Equal(before.Count("parkedCount") - waiting.Count, after.Count("parkedCount"));
        Assert.Equal(before.Count("postedCount") + waiting.Count, after.Count("postedCount"));
        Assert.Equal(Amount(before, "parkedAmount") - amount, Amount(after, "parkedAmount"));
        Assert.Equal(Amount(before, "postedAmount") + amount, Amount(after, "postedAmount"));
        Assert.Equal(after.Amount("postedAmount"), after.Amount("fusionAmount"));
        Assert.Equal(0, after.Count("duplicatePostings"));
        Assert.Equal("0.00", after.Amount("unexplained"));
        Assert.Equal(after.Count("recordsReceived"), after.Count("recordsAccounted"));
    }

    [Fact]
    public async Task A_balance_that_somebody_has_changed_in_Fusion_is_unexplained_to_the_cent()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        var before = await day.CopyToAsync(state);

        // A foreign journal of 10.01 on one hospital's receivable account.
        StoppedState.Tamper(
            System.IO.Path.Combine(state, "fusion.db"),
            "UPDATE gl_balances SET period_net_dr = printf('%.2f', period_net_dr + 10.01) WHERE account = '101-0000-12000-0000' AND period_name = 'Mar-25'");
        var after = await RunAsync(state);

        Assert.Equal(3, after.ExitCode);
        Assert.Equal("10.01", after.Amount("unexplained"));
        Assert.Equal(Amount(before, "fusionAmount") + 10.01m, Amount(after, "fusionAmount"));
        Assert.Equal(before.Amount("postedAmount"), after.Amount("postedAmount"));
        Assert.Equal(0, after.Count("duplicatePostings"));
    }

    [Fact]
    public async Task A_line_that_stands_twice_in_Fusion_is_a_duplicate_posting_and_its_amount_is_unexplained()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        string fusion = System.IO.Path.Combine(state, "fusion.db");
        string twice = StoppedState.Query(fusion, "SELECT entered_dr FROM gl_je_lines WHERE je_line_num = 1 AND entered_dr > 0 ORDER BY je_header_id")[0];

        StoppedState.Tamper(fusion, """
            INSERT INTO gl_je_lines SELECT je_header_id, 9999, account, effective_date, entered_dr, entered_cr, accounted_dr, accounted_cr, description, reference_1, other_columns
            FROM gl_je_lines WHERE je_line_num = 1 AND entered_dr > 0 ORDER BY je_header_id LIMIT 1;
            UPDATE gl_balances SET period_net_dr = printf('%.2f', period_net_dr + (SELECT accounted_dr FROM gl_je_lines WHERE je_line_num = 9999))
            WHERE account = (SELECT account FROM gl_je_lines WHERE je_line_num = 9999)
              AND period_name = (SELECT h.period_name FROM gl_je_headers h JOIN gl_je_lines l USING (je_header_id) WHERE l.je_line_num = 9999);
            """);
        var after = await RunAsync(state);

        Assert.Equal(3, after.ExitCode);
        Assert.Equal(1, after.Count("duplicatePostings"));
        Assert.Equal(twice, after.Amount("unexplained"));
    }

    private static Task<DemoOutcome> RunAsync(string state) => DemoProcess.RunAsync([.. FinishedDay.Arguments, "--dir", state]);

    private static decimal Amount(DemoOutcome outcome, string name) => decimal.Parse(outcome.Amount(name), CultureInfo.InvariantCulture);
}
