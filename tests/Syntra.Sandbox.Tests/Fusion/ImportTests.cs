using Syntra.Sandbox.Tests.Fusion.Support;

namespace Syntra.Sandbox.Tests.Fusion;

public sealed class ImportTests
{
    [Fact]
    public async Task A_good_group_becomes_an_unposted_batch_whose_name_carries_a_suffix()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("10.50", "a"));
        var import = await pod.ImportAsync("1");
        Assert.Equal("SUCCEEDED", import.Status);
        var child = Assert.Single(import.Children);
        Assert.Equal(("Import Journals: Child", "SUCCEEDED"), (child.Name, child.Status));
        var batch = Assert.Single(await pod.BatchesAsync("SYN-1"))!;
        Assert.Equal($"SYN-1 Syntra A 1 {child.Id} N", (string)batch["BatchName"]!);
        Assert.Equal(("U", "Dec-25"), ((string)batch["PostingStatus"]!, (string)batch["AccountingPeriodName"]!));
        Assert.Equal(0, (int)(await pod.StatsAsync())["interfaceRows"]!);
    }

    [Fact]
    public async Task REFERENCE21_lands_on_the_journal_line()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("10.50", "a"));
        await pod.ImportAsync("1");
        var lines = await pod.LinesAsync();
        Assert.Equal(["a-C", "a-D"], lines.Select(static l => (string)l!["reference21"]!));
        Assert.Equal(("10.50", "H1-200-4000-0000"), ((string)lines[0]!["credit"]!, (string)lines[0]!["account"]!));
    }

    [Fact]
    public async Task One_bad_line_keeps_the_whole_group_out_while_the_parent_says_SUCCEEDED()
    {
        await using var pod = await Pod.StartAsync();
        var bad = GlLine.Pair("2.00", "b");
        bad[1] = bad[1] with { Segments = ["H1", "200", "7777", "0000"] };
        await pod.LoadAsync([.. GlLine.Pair("10.50", "a"), .. bad]);
        var import = await pod.ImportAsync("1");
        Assert.Equal(("SUCCEEDED", "WARNING"), (import.Status, import.Children[0].Status));
        Assert.Empty(await pod.LinesAsync());
        Assert.Equal(4, (int)(await pod.StatsAsync())["interfaceRows"]!);
        Assert.Contains("Error Lines\n-----------\n4 b-C EF04 ", await pod.ReportAsync(import), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_groups_are_not_held_back_by_a_bad_one()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync([.. GlLine.Pair("1.00", "a", group: "1"), .. GlLine.Pair("2.00", "b", group: "2", facility: "H9")]);
        Assert.Equal("WARNING", (await pod.ImportAsync("2")).Children[0].Status);
        Assert.Equal("SUCCEEDED", (await pod.ImportAsync("1")).Children[0].Status);
        Assert.Equal(2, (await pod.LinesAsync()).Count);
    }

    [Fact]
    public async Task The_error_key_lists_every_code_even_when_nothing_went_wrong()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("10.50", "a"));
        var report = await pod.ReportAsync(await pod.ImportAsync("1"));
        Assert.DoesNotContain("Error Lines", report, StringComparison.Ordinal);
        var legend = report[report.IndexOf("Error Key", StringComparison.Ordinal)..];
        Assert.All(["EF04", "EG01", "EC03", "EU02", "WU01", "EP01"], code => Assert.Contains(code, legend, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Importing_a_group_twice_has_no_second_effect_and_warns_of_no_rows()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("10.50", "a"));
        await pod.ImportAsync("1");
        var second = await pod.ImportAsync("1");
        Assert.Equal(("SUCCEEDED", "WARNING"), (second.Status, second.Children[0].Status));
        Assert.Contains("no rows to import", await pod.ReportAsync(second), StringComparison.Ordinal);
        Assert.Equal(2, (await pod.LinesAsync()).Count);
    }

    [Fact]
    public async Task Loading_and_importing_the_same_lines_again_is_refused_by_nothing_and_duplicates_them()
    {
        await using var pod = await Pod.StartAsync();
        for (var i = 0; i < 2; i++)
        {
            await pod.LoadAsync(GlLine.Pair("10.50", "a"));
            Assert.Equal("SUCCEEDED", (await pod.ImportAsync("1")).Children[0].Status);
        }

        var duplicates = (await pod.StatsAsync())["duplicates"]!.AsArray();
        Assert.Equal([("a-C", 2), ("a-D", 2)], duplicates.Select(static d => ((string)d!["reference21"]!, (int)d["lines"]!)));
    }

    [Fact]
    public async Task Two_loads_under_one_group_id_mix_their_rows()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "left-over"));
        await pod.LoadAsync(GlLine.Pair("2.00", "mine"));
        await pod.ImportAsync("1");
        Assert.Equal(4, (await pod.LinesAsync()).Count);
    }

    [Fact]
    public async Task ALL_takes_every_pending_group_of_the_source_and_ledger()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync([.. GlLine.Pair("1.00", "a", group: "1"), .. GlLine.Pair("2.00", "other", group: "77"), .. GlLine.Pair("3.00", "bad", group: "78", facility: "H9")]);
        var import = await pod.ImportAsync("ALL");
        Assert.Equal("WARNING", import.Children[0].Status);
        Assert.Equal(4, (await pod.LinesAsync()).Count);
        Assert.Equal(2, (int)(await pod.StatsAsync())["interfaceRows"]!);
    }

    [Theory]
    [InlineData("Syntra")]
    [InlineData("Nobody")]
    public async Task A_customers_source_is_not_found_by_its_display_name(string source)
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a"));
        var import = await pod.ImportAsync("1", source: source);
        Assert.Equal(("SUCCEEDED", "WARNING"), (import.Status, import.Children[0].Status));
        Assert.Empty(await pod.LinesAsync());
    }

    [Fact]
    public async Task A_seeded_source_is_found_by_its_name()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a").Select(static l => l with { Source = "Spreadsheet" }));
        Assert.Equal("SUCCEEDED", (await pod.ImportAsync("1", source: "Spreadsheet")).Children[0].Status);
    }

    [Theory]
    [InlineData("9001,300000047000001,300000001,1,N,N")]
    [InlineData("300000001,300000047000001,9001,1,N,N,N")]
    [InlineData("9002,300000047000001,300000001,1,N,N,N")]
    [InlineData("9001,300000047000001,300000001,one,N,N,N")]
    [InlineData("9001,300000047000001,300000001,1,N,N,X")]
    [InlineData("")]
    public async Task Six_arguments_or_another_order_end_the_launcher_in_error_without_a_child(string parameters)
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a"));
        var import = await pod.EndOfAsync(await pod.SubmitAsync(PodCalls.JournalPackage, "JournalImportLauncher", parameters));
        Assert.Equal("ERROR", import.Status);
        Assert.Empty(import.Children);
        Assert.Empty(await pod.LinesAsync());
    }

    [Theory]
    [InlineData("2025/11/30", "", "EP01")]
    [InlineData("2026/02/10", "", "EP01")]
    [InlineData("2030/01/01", "", "EP01")]
    [InlineData("2025/12/10", "Dec-99", "EP04")]
    [InlineData("2025/12/10", "Adj-25", "EP05")]
    public async Task A_date_outside_open_and_future_periods_is_rejected_on_every_such_line(string date, string period, string code)
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a").Select(l => l with { Date = date, Period = period }));
        var report = await pod.ReportAsync(await pod.ImportAsync("1"));
        Assert.Contains($"\n1 a-D {code} ", report, StringComparison.Ordinal);
        Assert.Contains($"\n2 a-C {code} ", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026/01/10", "", "Jan-26")]
    [InlineData("2025/12/31", "", "Dec-25")]
    [InlineData("2025/12/31", "Adj-25", "Adj-25")]
    public async Task An_adjustment_period_is_only_used_by_name_and_a_future_one_can_be_entered(string date, string period, string expected)
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a").Select(l => l with { Date = date, Period = period }));
        await pod.ImportAsync("1");
        Assert.Equal(expected, (string)Assert.Single(await pod.BatchesAsync("SYN-1"))!["AccountingPeriodName"]!);
    }

    [Fact]
    public async Task Every_code_of_a_line_is_named()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a").Select(static l => l with { Currency = "EUR", Category = "Nonsense", LedgerName = "US Clinics", Segments = ["H1", "100", "4999", "0000"] }));
        Assert.Contains("\n1 a-D EF04,EC03,EG01,EM29 ", await pod.ReportAsync(await pod.ImportAsync("1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unbalanced_journal_is_rejected_where_suspense_is_not_allowed()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync([GlLine.Pair("1.00", "a")[0], GlLine.Pair("1.01", "a")[1]]);
        var import = await pod.ImportAsync("1");
        Assert.Equal("WARNING", import.Children[0].Status);
        Assert.Contains("\n1 a-D EU02 ", await pod.ReportAsync(import), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unbalanced_journal_is_taken_without_an_error_where_suspense_is_allowed()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a").Take(1).Select(static l => l with { LedgerId = Pod.SuspenseLedgerId }));
        var import = await pod.ImportAsync("1", Pod.SuspenseLedgerId);
        Assert.Equal("SUCCEEDED", import.Children[0].Status);
        Assert.DoesNotContain("Error Lines", await pod.ReportAsync(import), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journals_of_one_group_balance_each_by_itself()
    {
        await using var pod = await Pod.StartAsync();
        var lines = GlLine.Pair("1.00", "a");
        lines[1] = lines[1] with { Journal = "J2" };
        await pod.LoadAsync(lines);
        Assert.Equal("WARNING", (await pod.ImportAsync("1")).Children[0].Status);
    }

    [Fact]
    public async Task Rows_that_were_rejected_go_in_once_their_cause_is_mended()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a", facility: "H9"));
        Assert.Equal("WARNING", (await pod.ImportAsync("1")).Children[0].Status);
        await pod.ControlAsync("segment-values", new System.Text.Json.Nodes.JsonObject { ["segment"] = "Facility", ["value"] = "H9", ["enabled"] = true });
        Assert.Equal("SUCCEEDED", (await pod.ImportAsync("1")).Children[0].Status);
        Assert.Equal(2, (await pod.LinesAsync()).Count);
    }

    [Fact]
    public async Task Rejected_rows_lie_in_wait_for_whoever_uses_their_group_id_again()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "old", facility: "H9"));
        await pod.ImportAsync("1");
        await pod.LoadAsync(GlLine.Pair("1.00", "new"));
        var import = await pod.ImportAsync("1");
        Assert.Equal("WARNING", import.Children[0].Status);
        Assert.Contains("\n1 old-D EF04 ", await pod.ReportAsync(import), StringComparison.Ordinal);
        Assert.Empty(await pod.LinesAsync());
    }

    [Fact]
    public async Task Rows_of_another_ledger_or_source_under_the_same_group_id_are_left_where_they_are()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(
        [
            .. GlLine.Pair("1.00", "mine"), .. GlLine.Pair("2.00", "clinic").Select(static l => l with { LedgerId = Pod.SuspenseLedgerId }),
            .. GlLine.Pair("3.00", "sheet").Select(static l => l with { Source = "Spreadsheet" }),
        ]);
        Assert.Equal("SUCCEEDED", (await pod.ImportAsync("1")).Children[0].Status);
        Assert.Equal(["mine-C", "mine-D"], (await pod.LinesAsync()).Select(static l => (string)l!["reference21"]!));
        Assert.Equal(4, (int)(await pod.StatsAsync())["interfaceRows"]!);
    }

    [Fact]
    public async Task A_long_batch_reference_is_cut_so_that_a_look_up_by_all_of_it_finds_nothing()
    {
        await using var pod = await Pod.StartAsync();
        var reference = new string('B', 100);
        await pod.LoadAsync(GlLine.Pair("1.00", "a").Select(l => l with { Batch = reference }));
        Assert.Equal("SUCCEEDED", (await pod.ImportAsync("1")).Children[0].Status);
        Assert.Empty(await pod.BatchesAsync(reference));
        Assert.Equal(100, ((string)Assert.Single(await pod.BatchesAsync(reference[..50]))!["BatchName"]!).Length);
    }

    [Fact]
    public async Task Lines_of_two_periods_under_one_batch_reference_become_two_batches()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync([.. GlLine.Pair("1.00", "a"), .. GlLine.Pair("2.00", "b").Select(static l => l with { Date = "2026/01/05" })]);
        var import = await pod.ImportAsync("1");
        var names = (await pod.BatchesAsync("SYN-1")).Select(static b => (string)b!["BatchName"]!).Order(StringComparer.Ordinal);
        Assert.Equal([$"SYN-1 Syntra A 1 {import.Children[0].Id} 2 N", $"SYN-1 Syntra A 1 {import.Children[0].Id} N"], names);
    }

    [Fact]
    public async Task Summary_journals_lose_the_line_keys()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync([.. GlLine.Pair("1.00", "a"), .. GlLine.Pair("2.00", "b")]);
        await pod.EndOfAsync(await pod.SubmitAsync(PodCalls.JournalPackage, "JournalImportLauncher", $"9001,{Pod.SourceKey},{Pod.LedgerId},1,N,Y,N"));
        var lines = await pod.LinesAsync();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, static l => Assert.Null(l!["reference21"]));
        Assert.Contains("3.00", lines.Select(static l => (string?)l!["debit"]));
    }
}
