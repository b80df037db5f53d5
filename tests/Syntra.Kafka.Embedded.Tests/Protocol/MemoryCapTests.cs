using System.Buffers.Binary;
using Syntra.Kafka.Embedded.Tests.Internals;
using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Tests.Protocol;

/// <summary>All requests together hold no more than the broker allows; whoever needs more waits, and is served when there is room.</summary>
public sealed class MemoryCapTests : IAsyncLifetime
{
    private const int Cap = 1_600_000;
    private static readonly TimeSpan Limit = Hang.Limit;
    private readonly string folder = Directory.CreateTempSubdirectory("syntra-memory-").FullName;
    private EmbeddedKafka kafka = null!;

    public async ValueTask InitializeAsync()
    {
        kafka = await EmbeddedKafka.StartAsync(
            new() { DataDirectory = folder, RegistryPort = null, MaxFrameBytes = 1_000_000, MaxRequestMemory = Cap }, default);
        kafka.Internals.Topics.Create("t", 1, TopicSettings.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await kafka.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_large_request_waits_until_another_gives_its_memory_back()
    {
        var holder = new RawClient(kafka.BootstrapServers);
        var half = new byte[900_000];
        BinaryPrimitives.WriteInt32BigEndian(half, 999_999);
        holder.Send(half);
        await Eventually.Async(() => kafka.RequestMemory.Used > 900_000, Limit);
        var waiting = Task.Run(() =>
        {
            using var client = new RawClient(kafka.BootstrapServers);
            return client.Produce("t", TestLog.Batch([("k", new string('x', 900_000))]));
        });
        await Eventually.Async(() => kafka.RequestMemory.Waiting == 1, Limit);
        Assert.InRange(kafka.RequestMemory.Used, 900_000, Cap);
        using (var small = new RawClient(kafka.BootstrapServers))
        {
            Assert.Equal(ErrorCode.None, small.Produce("t", TestLog.Batch([("k", "v")])).Error);
        }

        holder.Dispose();
        Assert.Equal(ErrorCode.None, (await waiting.WaitAsync(Limit)).Error);
        await Eventually.Async(() => kafka.RequestMemory.Used == 0, Limit);
    }

    [Fact]
    public async Task Many_large_requests_at_once_stay_under_the_cap_and_are_all_served()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var client = new RawClient(kafka.BootstrapServers);
            return client.Produce("t", TestLog.Batch([("k", new string('x', 250_000))])).Error;
        }))).WaitAsync(Limit);
        Assert.All(results, error => Assert.Equal(ErrorCode.None, error));
        Assert.InRange(kafka.RequestMemory.Highest, 250_000, Cap);
    }
}
