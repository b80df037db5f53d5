using System.Globalization;
using System.Text.Json.Nodes;

namespace Syntra.Sandbox.Tests.Fusion.Support;

/// <summary>What must hold of the books at any time, whatever happened.</summary>
internal static class Books
{
    /// <summary>Each group stands in the ledger whole or not at all, none twice, and balances are the sum of the posted lines.</summary>
    public static async Task<JsonArray> CheckAsync(Pod pod, IReadOnlyDictionary<string, GlLine[]> groups)
    {
        var lines = await pod.LinesAsync();
        foreach (var group in lines.GroupBy(static l => l!["groupId"]!.ToString()))
        {
            Assert.Equal(
                groups[group.Key].Select(static l => l.Key).Order(StringComparer.Ordinal),
                group.Select(static l => (string)l!["reference21"]!).Order(StringComparer.Ordinal));
        }

        Assert.Empty((await pod.StatsAsync())["duplicates"]!.AsArray());
        var posted = lines.Where(static l => (string)l!["postingStatus"]! == "P").GroupBy(static l => (string)l!["account"]!)
            .Select(static g => (Account: g.Key, Net: g.Sum(static l => Amount(l!["debit"]) - Amount(l!["credit"])))).OrderBy(static a => a.Account, StringComparer.Ordinal);
        var balances = (await PostingAndBalanceTests.BalancesAsync(pod, "%-%-%-%")).Select(static b => (
            Account: (string)b!["DetailAccountCombination"]!, Net: Amount(b["PeriodActivity"])));
        Assert.Equal(posted, balances);
        return lines;
    }

    /// <summary>Waits until no request is under way.</summary>
    public static Task<JsonArray> AtRestAsync(Pod pod) => PodCalls.UntilAsync(
        async () => (await pod.GetAsync("ess/rest/scheduler/v1/requests?limit=500"))["items"]!.AsArray(),
        static items => items.All(static i => (string)i!["state"]! is "SUCCEEDED" or "WARNING" or "ERROR" or "CANCELLED"));

    private static decimal Amount(JsonNode? text) => text is null ? 0m : decimal.Parse((string)text!, CultureInfo.InvariantCulture);
}
