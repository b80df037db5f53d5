using Syntra.Fusion.Tests.Delivery;

namespace Syntra.Fusion.Tests.Compliance;

/// <summary>Kafka itself goes away and comes back: its own broker, because the others' tests need theirs.</summary>
public sealed class BrokerOutageTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    [Fact]
    public async Task A_broker_that_is_gone_for_a_while_is_waited_for()
    {
        Assert.SkipUnless(kafka.IsEmbedded, "a broker that is not ours is not ours to stop");
        await using var rig = await JournalRig.StartAsync(kafka);
        using var stop = new CancellationTokenSource();
        await rig.ProduceAsync([.. Enumerable.Range(1, 60)], [500]);
        var running = rig.RunAsync(null, stop.Token);
        await Wait.EventuallyAsync(() => rig.Receipts().Count > 0, running);
        await Wait.WhileAsync(running, ct => kafka.RestartAsync(8, ct));
        await rig.ProduceAsync([.. Enumerable.Range(61, 20)], []);
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 81, running);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(80, (await rig.DeliveredAsync()).Distinct().Count());
        Assert.Equal(81, rig.Receipts().Select(r => r.RecordId).Distinct().Count());
    }
}
