using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Cerner.Millennium;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Contracts;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.Cerner.Tests.Millennium;

public sealed class HospitalDayStreamingTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>, IAsyncDisposable
{
    private static readonly HospitalDayOptions Day = new() { Charges = 200, Waves = 8, Duplicates = 9 };

    private static readonly TimeSpan Limit = Hang.Limit;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syntra-day-");

    [Fact]
    public async Task A_day_that_is_fed_while_the_source_runs_arrives_whole_and_a_second_run_brings_each_charge_once_more()
    {
        var topics = await kafka.TenantAsync();
        await using var sandbox = await CernerSandbox.OpenAsync(new CernerSandboxOptions { DatabaseFile = Path.Combine(_folder.FullName, "m.db") });
        using var source = Source(sandbox, topics);
        using var stop = new CancellationTokenSource();
        var running = source.RunAsync(stop.Token);

        await FeedAsync(sandbox, source, running);
        var first = await CaughtUpAsync(sandbox, topics, source, running);
        await FeedAsync(sandbox, source, running);
        var second = await CaughtUpAsync(sandbox, topics, source, running);
        await stop.CancelAsync();
        await running.WaitAsync(Hang.Limit);

        // A charge saved twice within one poll is read once, so the first run's duplicates may or may not show as versions.
        const int charges = 200 + 4 + 3 + 11;
        Assert.InRange(first.Count, charges, charges + Day.Duplicates);
        Assert.Equal(charges, first.Select(r => r.ChargeItemId.Value()).Distinct().Count());
        Assert.Equal(first.Count + charges, second.Count);
        Assert.All(second.GroupBy(r => r.ChargeItemId.Value()), versions => Assert.Single(versions.DistinctBy(Content)));
        Assert.Equal(second.Count, second.DistinctBy(r => (r.ChargeItemId.Value(), r.SourceVersion)).Count());
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static RawCharge Content(RawCharge raw) =>
        raw with { SourceVersion = 0, UpdatedAt = DateTimeOffset.UnixEpoch, ReadAt = DateTimeOffset.UnixEpoch };

    // A wave for every poll, so that the day is read in pieces and while it grows.
    private static async Task FeedAsync(CernerSandbox sandbox, MillenniumChargeSource source, Task running)
    {
        var feeder = await HospitalDayFeeder.OpenAsync(sandbox, Day);
        while (!(await feeder.FeedNextWaveAsync()).Completed)
        {
            var last = source.LastPoll;
            await UntilAsync(() => !ReferenceEquals(source.LastPoll, last), running, "no poll followed the wave");
        }

        await feeder.FinishRunAsync();
    }

    private MillenniumChargeSource Source(CernerSandbox sandbox, TopicNames topics) => new(
        new MillenniumSourceOptions
        {
            Tenant = topics.Tenant, BootstrapServers = kafka.Broker.BootstrapServers, PollInterval = TimeSpan.FromMilliseconds(50),
            Tokens = Guards.Of(topics.Tenant).Tokens, Sealer = Guards.Of(topics.Tenant).Sealer,
        },
        () => new SqliteConnection(sandbox.ConnectionString), new SqliteDialect(), kafka.Registry, TimeProvider.System, NullLoggerFactory.Instance);

    // The books as the source has them against what the topic says, charge by charge.
    private async Task<List<RawCharge>> CaughtUpAsync(CernerSandbox sandbox, TopicNames topics, MillenniumChargeSource source, Task running)
    {
        var totals = await new MillenniumControlTotals(() => new SqliteConnection(sandbox.ConnectionString), new SqliteDialect()).ReadAsync();
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var raws = kafka.CommittedCharges(topics);
            var latest = raws.GroupBy(r => r.ChargeItemId.Value()).Select(g => g.MaxBy(r => r.SourceVersion)!).ToList();
            var amount = latest.Sum(r => ExactText.TryAmount(r.ExtendedPrice, out var price) ? price : 0m);
            if (latest.Count == totals.Sum(t => t.Count) && amount == totals.Sum(t => t.Amount) && await AllReadAsync(sandbox, raws))
            {
                return raws;
            }

            var last = source.LastPoll;
            await UntilAsync(() => !ReferenceEquals(source.LastPoll, last), running, "the source polls no more");
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, "the source did not catch up in time");
        }
    }

    private static async Task UntilAsync(Func<bool> condition, Task running, string otherwise)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.False(running.IsCompleted, running.Exception?.ToString());
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, otherwise);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    private static async Task<bool> AllReadAsync(CernerSandbox sandbox, List<RawCharge> raws)
    {
        await using var connection = new SqliteConnection(sandbox.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT SUM(UPDT_CNT) FROM CHARGE";
        var updates = (long)(await command.ExecuteScalarAsync())!;
        return raws.GroupBy(r => r.ChargeItemId.Value()).Sum(g => g.Max(r => r.SourceVersion) >> 24) == updates;
    }
}
