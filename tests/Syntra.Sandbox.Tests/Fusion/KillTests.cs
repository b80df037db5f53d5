using Syntra.Sandbox.Tests.Fusion.Support;

namespace Syntra.Sandbox.Tests.Fusion;

public sealed class KillTests
{
    private static readonly Dictionary<string, GlLine[]> s_groups = new(StringComparer.Ordinal)
    {
        ["1"] = [.. GlLine.Pair("10.50", "a", "1"), .. GlLine.Pair("0.01", "b", "1")],
        ["2"] = GlLine.Pair("3.00", "c", "2", facility: "H9"),
        ["3"] = GlLine.Pair("7.25", "d", "3", facility: "H2"),
    };

    [Fact]
    public async Task A_request_that_was_taken_is_done_once_however_often_the_pod_is_dropped_meanwhile()
    {
        await using var pod = await Pod.StartAsync(static o => o with
        {
            Latencies = new() { Step = TimeSpan.FromMilliseconds(8), Run = TimeSpan.FromMilliseconds(8), ChildAppearance = TimeSpan.FromMilliseconds(20) },
        });
        var random = new Random(20251215);
        var load = await pod.SubmitLoadAsync(GlFile.Zip(GlFile.Csv(s_groups.Values.SelectMany(static g => g))));
        var jobs = new List<string>();
        for (var drop = 0; drop < 12; drop++)
        {
            await pod.RestartAsync();
            if (drop == 4)
            {
                await pod.EndOfAsync(load);
                jobs = [await pod.SubmitImportAsync("1"), await pod.SubmitImportAsync("2"), await pod.SubmitImportAsync("3")];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 30)), TimeProvider.System);
        }

        Assert.Equal(["SUCCEEDED", "WARNING", "SUCCEEDED"], (await Task.WhenAll(jobs.Select(pod.EndOfAsync))).Select(static j => j.Children[0].Status));
        await pod.PostJournalsAsync("");
        Assert.Equal(6, (await Books.CheckAsync(pod, s_groups)).Count);
    }

    [Fact]
    public async Task Every_moment_of_a_run_is_a_state_that_a_pod_can_go_on_from()
    {
        await using var pod = await Pod.StartAsync();
        await EndAsync(pod, await pod.SubmitLoadAsync(GlFile.Zip(GlFile.Csv(s_groups.Values.SelectMany(static g => g)))));
        foreach (var group in s_groups.Keys)
        {
            await EndAsync(pod, await pod.SubmitImportAsync(group));
        }

        await EndAsync(pod, await pod.SubmitAsync(PodCalls.JournalPackage, "AutomaticPosting", Pod.LedgerId));
        var database = await File.ReadAllBytesAsync(pod.Options.DatabaseFile);
        var log = await ReadSharedAsync(pod.Options.DatabaseFile + "-wal");

        // Nothing was checkpointed yet, so a prefix of the write-ahead log is what a kill would have left: tried are the log up to
        // every commit of a step, and some of the next transaction torn off behind it.
        var commits = WriteAheadLog.CommitEnds(log);
        Assert.InRange(commits.Count, 50, 400);
        var random = new Random(7);
        var images = commits.ConvertAll(end => log.AsMemory(0, Math.Min(log.Length, end + random.Next(0, 3000))));
        await Parallel.ForEachAsync(images, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (image, _) => await GoOnFromAsync(database, image));
    }

    /// <summary>Asks seldom, because every call that is counted makes one more moment to try.</summary>
    private static Task<string> EndAsync(Pod pod, string request) => PodCalls.UntilAsync(
        async () =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System);
            return await pod.StatusAsync(request);
        },
        static status => status is "SUCCEEDED" or "ERROR");

    private static async Task GoOnFromAsync(byte[] database, ReadOnlyMemory<byte> log)
    {
        await using var again = await Pod.StartAsync(options =>
        {
            File.WriteAllBytes(options.DatabaseFile, database);
            File.WriteAllBytes(options.DatabaseFile + "-wal", log.ToArray());
            return options;
        });
        var requests = await Books.AtRestAsync(again);
        await Books.CheckAsync(again, s_groups);

        // What the run had asked for up to that moment has been done by now; the same again from here takes only what is missing.
        var loads = requests.Where(static r => ((string)r!["jobDefinitionId"]!).EndsWith("LoadFileToInterface", StringComparison.Ordinal)).ToList();
        Assert.Equal(loads.Count > 0 ? 8 : 0, (int)(await again.StatsAsync())["interfaceRows"]! + (await again.LinesAsync()).Count);
        if (loads.Count == 0)
        {
            await again.LoadAsync(s_groups.Values.SelectMany(static g => g));
        }

        foreach (var group in s_groups.Keys)
        {
            await again.ImportAsync(group);
        }

        await again.PostJournalsAsync("");
        Assert.Equal(6, (await Books.CheckAsync(again, s_groups)).Count);
    }

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
