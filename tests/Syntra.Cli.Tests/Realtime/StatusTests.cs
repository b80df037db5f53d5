using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Cli.Configuration;
using Syntra.Cli.Realtime;
using Syntra.Contracts;
using Syntra.Topology.Objects.Domains;
using Syntra.Topology.Objects.Pipeline;

namespace Syntra.Cli.Tests.Realtime;

public sealed class StatusTests : IDisposable
{
    private static readonly TiersConfiguration Tiers = new([new ObjectDomain("devices", "Device", ObjectKind.Asset, Tier.Realtime, TimeSpan.FromSeconds(1))], null);

    private readonly string folder = Directory.CreateTempSubdirectory("syntra-status-").FullName;

    [Fact]
    public void Counts_of_all_partitions_are_added_and_one_that_left_no_longer_counts()
    {
        using var board = Board();
        board.Stands(0, Counts(2, parked: 1));
        board.Stands(1, Counts(3, parked: 0));
        Assert.Equal((5L, 1L), (board.Read().Domains[0].Received, board.Read().Domains[0].Parked));

        board.Left(0);

        Assert.Equal((3L, 0L), (board.Read().Domains[0].Received, board.Read().Domains[0].Parked));
    }

    [Fact]
    public void What_is_parked_is_said_to_the_operator()
    {
        using var board = Board();
        board.Stands(0, Counts(2, parked: 1));

        Assert.Contains("devices: 1 parked", Assert.Single(board.Read().Next), StringComparison.Ordinal);
    }

    [Fact]
    public void Latencies_of_the_last_minute_are_shown()
    {
        using var board = Board();
        var now = TimeProvider.System.GetUtcNow();
        board.Acknowledged(new ObjectTimes("devices", ObjectOutcome.Created, now.AddMilliseconds(-80), now, now, now, now, now));

        Assert.Equal((80.0, 80.0), (board.Read().Domains[0].LatencyP50Ms, board.Read().Domains[0].LatencyP99Ms));
    }

    [Fact]
    public void A_status_that_was_written_can_be_read_and_goes_stale()
    {
        using var board = Board();
        var report = board.Read();
        new StatusFiles([folder]).Write(report);

        Assert.True(StatusFiles.Read(folder, report.At.AddSeconds(2))!.Running);
        Assert.False(StatusFiles.Read(folder, report.At.AddSeconds(30))!.Running);
        Assert.Equal(report.At.ToUnixTimeSeconds().ToString(), File.ReadLines(Path.Combine(folder, StatusFiles.Text)).First());
        Assert.Equal("  \"running\": true,", File.ReadLines(Path.Combine(folder, StatusFiles.Json)).ElementAt(1));
        Assert.Null(StatusFiles.Read(Path.Combine(folder, "none"), report.At));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private StatusBoard Board() => new("demo", Tiers, new StatusFiles([folder]), TimeProvider.System, NullLoggerFactory.Instance);

    private static Dictionary<string, ObjectCounts> Counts(long received, long parked) => new(StringComparer.Ordinal)
    {
        ["devices"] = ObjectCounts.Zero with { Objects = received, Received = received, Applied = received - parked, Parked = parked, Open = parked },
    };
}
