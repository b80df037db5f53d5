using System.Text.RegularExpressions;
using Syntra.Sandbox.Tests.Cerner;
using Syntra.Sandbox.Tests.Fusion.Support;

namespace Syntra.Sandbox.Tests.Fusion;

public sealed partial class ColumnOrderTests
{
    [Fact]
    public async Task The_loader_takes_the_columns_in_the_documented_order()
    {
        var columns = (await File.ReadAllLinesAsync(SharedData.Require("gl-interface-columns.csv"))).Skip(1).Where(static l => l.Length > 0).Select(static l => l.Split(',')[1]).ToList();
        Assert.Equal(149, columns.Count);
        await using var pod = await Pod.StartAsync();
        var good = GlLine.Pair("1.00", "a")[0].Fields();

        // Record n has in its column n what no column takes, so the log must name column n for it.
        var records = columns.Select((_, i) => GlFile.Row(good.Select((value, at) => at == i ? new string('x', 300) : value)));
        var load = await pod.EndOfAsync(await pod.SubmitLoadAsync(GlFile.Zip(string.Join('\n', records))));
        var named = Rejection().Matches(await pod.LogAsync(load.Children[1].Id)).Select(static m => m.Groups[1].Value);
        Assert.Equal(columns, named);
    }

    [GeneratedRegex(@"^Record \d+: Rejected - Error on table GL_INTERFACE, column (\w+)\.$", RegexOptions.CultureInvariant | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rejection();
}
