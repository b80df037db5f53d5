using Microsoft.Extensions.Logging;
using Syntra.Kafka.Embedded.Api;
using Syntra.Kafka.Embedded.Storage;

namespace Syntra.Kafka.Embedded;

/// <summary>The broker's background work: coordinator deadlines, flushes and checkpoints, retention and compaction.</summary>
internal sealed class Maintenance : IAsyncDisposable
{
    private static readonly TimeSpan CoordinatorPeriod = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CheckpointPeriod = TimeSpan.FromSeconds(5);
    private static readonly long ProducerExpiryMs = (long)TimeSpan.FromDays(1).TotalMilliseconds;
    private static readonly long TransactionalIdExpiryMs = (long)TimeSpan.FromDays(7).TotalMilliseconds;
    private readonly Broker broker;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim checkpointWanted = new(0);
    private readonly Task[] loops;

    public Maintenance(Broker broker, ILogger logger)
    {
        this.broker = broker;
        this.logger = logger;
        broker.Storage.CheckpointWanted = () => checkpointWanted.Release();
        loops =
        [
            Task.Run(() => EveryAsync(CoordinatorPeriod, Coordinate)),
            Task.Run(() => EveryAsync(broker.Options.CleanupInterval, Clean)),
            Task.Run(FlushLoopAsync),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(loops);
        stopping.Dispose();
        checkpointWanted.Dispose();
    }

    private void Coordinate()
    {
        broker.Groups.Tick();
        broker.Transactions.Tick();
    }

    private void Clean()
    {
        foreach (var log in broker.Topics.All.SelectMany(t => t.Partitions))
        {
            Guard(() =>
            {
                log.ExpireProducers(broker.Storage.Now - ProducerExpiryMs);
                log.ApplyRetention();
                log.Compact();
            });
        }

        broker.Groups.ExpireOffsets();
        broker.Transactions.ExpireIds(broker.Storage.Now - TransactionalIdExpiryMs);
    }

    private async Task FlushLoopAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var timer = Task.Delay(broker.Options.FlushInterval ?? CheckpointPeriod, broker.Time, stopping.Token);
            var wanted = checkpointWanted.WaitAsync(stopping.Token);
            Task either = Task.WhenAny(timer, wanted);
            await either.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var log in broker.Topics.All.SelectMany(t => t.Partitions))
            {
                Guard(() => log.Flush(always: false));
            }
        }
    }

    private async Task EveryAsync(TimeSpan period, Action work)
    {
        using var timer = new PeriodicTimer(period, broker.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                Guard(work);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The broker stops.
        }
    }

    /// <summary>A disk in trouble must not end the loop: the next round tries again.</summary>
    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException or InvalidDataException)
        {
            logger.LogError(e, "maintenance: a round failed and is tried again");
        }
    }
}
