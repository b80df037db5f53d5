using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Tests.Fusion.Support;

namespace Syntra.Sandbox.Tests.Fusion;

public sealed class PostingAndBalanceTests
{
    private const string Balances = "fscmRestApi/resources/11.13.18.05/ledgerBalances";

    [Fact]
    public async Task Import_moves_no_balance_and_posting_does()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("10.50", "a"));
        await pod.ImportAsync("1");
        Assert.Empty(await BalancesAsync(pod, "H1-%-4000-%"));
        Assert.Equal("SUCCEEDED", (await pod.PostJournalsAsync("1")).Status);
        Assert.Equal("P", (string)(await pod.BatchesAsync("SYN-1"))[0]!["PostingStatus"]!);
        var row = Assert.Single(await BalancesAsync(pod, "H1-%-4000-%"))!;
        Assert.Equal(("H1-200-4000-0000", "0", "-10.5", "-10.5"), (
            (string)row["DetailAccountCombination"]!, (string)row["BeginningBalance"]!, (string)row["PeriodActivity"]!, (string)row["EndingBalance"]!));
    }

    [Fact]
    public async Task Summary_mode_adds_all_accounts_of_the_wildcard_up()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync([.. GlLine.Pair("10.50", "a"), .. GlLine.Pair("1.00", "b", facility: "H2")]);
        await pod.ImportAsync("1");
        await pod.PostJournalsAsync("1");
        Assert.Equal("-11.5", (string)Assert.Single(await BalancesAsync(pod, "%-%-4000-%", mode: "Summary"))!["PeriodActivity"]!);
        Assert.Equal(2, (await BalancesAsync(pod, "%-%-4000-%")).Count);
    }

    [Fact]
    public async Task The_beginning_balance_is_what_earlier_periods_left()
    {
        await using var pod = await Pod.StartAsync();
        await PostInPeriodAsync(pod, "1", "10.00", "2025/12/10");
        await pod.ControlAsync("periods", new JsonObject { ["ledgerId"] = 300000001, ["period"] = "Jan-26", ["status"] = "O" });
        await PostInPeriodAsync(pod, "2", "5.00", "2026/01/10");
        var row = Assert.Single(await BalancesAsync(pod, "H1-%-1200-%", "Jan-26"))!;
        Assert.Equal(("10", "5", "15"), ((string)row["BeginningBalance"]!, (string)row["PeriodActivity"]!, (string)row["EndingBalance"]!));
    }

    [Fact]
    public async Task A_batch_of_a_future_period_is_not_posted()
    {
        await using var pod = await Pod.StartAsync();
        await PostInPeriodAsync(pod, "1", "5.00", "2026/01/10", expected: "WARNING");
        Assert.Equal("U", (string)(await pod.BatchesAsync("SYN-1"))[0]!["PostingStatus"]!);
    }

    [Fact]
    public async Task A_journal_that_balances_in_total_but_not_per_facility_is_imported_and_not_posted()
    {
        await using var pod = await Pod.StartAsync();
        var lines = GlLine.Pair("5.00", "a");
        lines[1] = lines[1] with { Segments = ["H2", "200", "4000", "0000"] };
        await pod.LoadAsync(lines);
        Assert.Equal("SUCCEEDED", (await pod.ImportAsync("1")).Children[0].Status);
        Assert.Equal("WARNING", (await pod.PostJournalsAsync("1")).Status);
        Assert.Empty(await BalancesAsync(pod, "%-%-%-%"));
    }

    [Fact]
    public async Task Suspense_takes_the_difference_at_posting()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("7.00", "a").Take(1).Select(static l => l with { LedgerId = Pod.SuspenseLedgerId }));
        await pod.ImportAsync("1", Pod.SuspenseLedgerId);
        await pod.PostJournalsAsync("1", Pod.SuspenseLedgerId);
        Assert.Equal("-7", (string)Assert.Single(await BalancesAsync(pod, "%-%-9999-%", ledger: "US Clinics"))!["PeriodActivity"]!);
    }

    [Fact]
    public async Task Posting_again_changes_nothing()
    {
        await using var pod = await Pod.StartAsync();
        await PostInPeriodAsync(pod, "1", "5.00", "2025/12/10");
        var before = (await BalancesAsync(pod, "%-%-%-%")).ToJsonString();
        await pod.PostJournalsAsync("1");
        await pod.PostJournalsAsync("");
        Assert.Equal(before, (await BalancesAsync(pod, "%-%-%-%")).ToJsonString());
    }

    [Theory]
    [InlineData("finder=NoSuchFinder;a=b")]
    [InlineData("finder=AccountBalanceFinder;accountCombination=%25-%25-%25-%25,accountingPeriod=Dec-25,currency=USD")]
    [InlineData("finder=AccountBalanceFinder;accountCombination=%25-%25,accountingPeriod=Dec-25,currency=USD,ledgerName=US Hospitals")]
    [InlineData("finder=AccountBalanceFinder;accountCombination=%25-%25-%25-%25,accountingPeriod=Dec-25,currency=USD,ledgerName=US Hospitals,mode=detail")]
    [InlineData("")]
    public async Task A_finder_that_is_unknown_or_lacks_a_variable_is_a_bad_request(string query)
    {
        await using var pod = await Pod.StartAsync();
        using var response = await pod.Client.GetAsync($"{Balances}?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    internal static async Task<JsonArray> BalancesAsync(Pod pod, string combination, string period = "Dec-25", string mode = "Detail", string ledger = "US Hospitals") =>
        (await pod.GetAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{Balances}?finder=AccountBalanceFinder;accountCombination={Uri.EscapeDataString(combination)},accountingPeriod={period},currency=USD,ledgerName={ledger},mode={mode}&onlyData=true&limit=500")))["items"]!.AsArray();

    private static async Task PostInPeriodAsync(Pod pod, string group, string amount, string date, string expected = "SUCCEEDED")
    {
        await pod.LoadAsync(GlLine.Pair(amount, "k" + group, group).Select(l => l with { Date = date }));
        await pod.ImportAsync(group);
        Assert.Equal(expected, (await pod.PostJournalsAsync(group)).Status);
    }
}
