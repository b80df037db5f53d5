using Syntra.Sandbox.Tests.Fusion.Support;

namespace Syntra.Sandbox.Tests.Fusion;

public sealed class LoadTests
{
    [Fact]
    public async Task A_file_is_loaded_by_two_children_and_its_rows_stand_in_the_interface_table()
    {
        await using var pod = await Pod.StartAsync();
        var load = await pod.LoadAsync(GlLine.Pair("10.50", "a"));
        Assert.Equal("SUCCEEDED", load.Status);
        Assert.Equal(["Transfer File", "Load File to Interface"], load.Children.Select(static c => c.Name));
        Assert.Contains("2 Rows successfully loaded.", await pod.LogAsync(load.Children[1].Id), StringComparison.Ordinal);
        Assert.Equal(2, (int)(await pod.StatsAsync())["interfaceRows"]!);
    }

    [Theory]
    [InlineData(2, "2025-12-10", "ACCOUNTING_DATE", "ORA-01861")]
    [InlineData(2, "", "ACCOUNTING_DATE", "ORA-01400")]
    [InlineData(6, "", "DATE_CREATED", "ORA-01400")]
    [InlineData(38, "1,234.00", "ENTERED_DR", "ORA-01722")]
    [InlineData(38, "12a", "ENTERED_DR", "ORA-01722")]
    [InlineData(66, "1234567890123456789", "GROUP_ID", "ORA-01438")]
    [InlineData(0, "new", "STATUS", "ORA-02290")]
    [InlineData(8, "A-segment-value-that-is-longer", "SEGMENT1", "ORA-12899")]
    [InlineData(1, "", "LEDGER_ID", "ORA-01400")]
    public async Task One_bad_record_keeps_the_whole_file_out_and_the_log_names_it(int column, string value, string name, string code)
    {
        await using var pod = await Pod.StartAsync();
        var bad = GlLine.Pair("1.00", "b")[0].Fields();
        bad[column] = value;
        var csv = GlFile.Csv(GlLine.Pair("10.50", "a")) + GlFile.Row(bad) + "\n";
        var load = await pod.EndOfAsync(await pod.SubmitLoadAsync(GlFile.Zip(csv)));
        Assert.Equal("ERROR", load.Status);
        Assert.Equal("ERROR", load.Children[1].Status);
        var log = await pod.LogAsync(load.Children[1].Id);
        Assert.Contains($"Record 3: Rejected - Error on table GL_INTERFACE, column {name}.\n{code}", log, StringComparison.Ordinal);
        Assert.Equal(0, (int)(await pod.StatsAsync())["interfaceRows"]!);
    }

    [Fact]
    public async Task A_failed_load_leaves_the_rows_of_other_files_of_the_same_group_alone()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("10.50", "a"));
        await pod.LoadAsync(GlLine.Pair("oops", "b"));
        Assert.Equal(2, (int)(await pod.StatsAsync())["interfaceRows"]!);
    }

    [Theory]
    [InlineData("glinterface.csv")]
    [InlineData("data/GlInterface.csv")]
    public async Task The_file_must_stand_at_the_root_of_the_zip_under_its_exact_name(string name)
    {
        await using var pod = await Pod.StartAsync();
        var load = await pod.EndOfAsync(await pod.SubmitLoadAsync(GlFile.Zip(GlFile.Csv(GlLine.Pair("1", "a")), name)));
        Assert.Equal("ERROR", load.Status);
    }

    [Fact]
    public async Task Something_that_is_no_zip_ends_the_load_in_error()
    {
        await using var pod = await Pod.StartAsync();
        Assert.Equal("ERROR", (await pod.EndOfAsync(await pod.SubmitLoadAsync([1, 2, 3]))).Status);
    }

    [Fact]
    public async Task The_wrong_ucm_account_fails_silently()
    {
        await using var pod = await Pod.StartAsync();
        var load = await pod.EndOfAsync(await pod.SubmitLoadAsync(GlFile.Zip(GlFile.Csv(GlLine.Pair("1", "a"))), "fin$/assets$/import$"));
        Assert.Equal("SUCCEEDED", load.Status);
        Assert.Equal(0, (int)(await pod.StatsAsync())["interfaceRows"]!);
    }

    [Fact]
    public async Task The_END_column_trailing_empty_columns_crlf_and_quotes_all_parse()
    {
        await using var pod = await Pod.StartAsync();
        var (debit, credit) = (GlLine.Pair("1.00", "a")[0], GlLine.Pair("1.00", "a")[1] with { Journal = "say \"hi\", all" });
        var withEnd = GlFile.Row([.. debit.Fields(), "END"]);
        var shortened = GlFile.Row(credit.Fields().Take(67));
        var older = GlFile.Row([.. debit.Fields().Take(94), "END"]);
        var load = await pod.EndOfAsync(await pod.SubmitLoadAsync(GlFile.Zip($"{withEnd}\r\n{shortened}\n\n{older}")));
        Assert.Equal("SUCCEEDED", load.Status);
        Assert.Equal(3, (int)(await pod.StatsAsync())["interfaceRows"]!);
    }

    [Fact]
    public async Task Columns_beyond_the_layout_are_a_structural_failure()
    {
        await using var pod = await Pod.StartAsync();
        var load = await pod.EndOfAsync(await pod.SubmitLoadAsync(GlFile.Zip(GlFile.Row([.. GlLine.Pair("1.00", "a")[0].Fields(), "END", "x"]) + "\n")));
        Assert.Equal("ERROR", load.Status);
    }

    [Theory]
    [InlineData("14,1,N,N,Gl.zip")]
    [InlineData("15,999,N,N,Gl.zip")]
    [InlineData("15,abc,N,N,Gl.zip")]
    public async Task A_wrong_interface_or_document_ends_the_load_in_error(string parameters)
    {
        await using var pod = await Pod.StartAsync();
        Assert.Equal("ERROR", (await pod.EndOfAsync(await pod.SubmitAsync(PodCalls.LoaderPackage, "InterfaceLoaderController", parameters))).Status);
    }

    [Fact]
    public async Task The_ledger_may_be_given_by_name()
    {
        await using var pod = await Pod.StartAsync();
        var lines = GlLine.Pair("3.00", "a").Select(static l => l with { LedgerId = "", LedgerName = "US Hospitals" });
        Assert.Equal("SUCCEEDED", (await pod.LoadAsync(lines)).Status);
        Assert.Equal("SUCCEEDED", (await pod.ImportAsync("1")).Children[0].Status);
    }
}
