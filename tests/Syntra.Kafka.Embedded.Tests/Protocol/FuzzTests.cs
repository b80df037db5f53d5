using System.Globalization;
using System.Net.Sockets;
using Syntra.Kafka.Embedded.Tests.Internals;
using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Tests.Protocol;

/// <summary>
/// Mutated frames over real sockets; SYNTRA_FUZZ_FRAMES sets how many (100,000 where unset). The broker must stay up, answer at once
/// afterwards, let every connection go, and not have grown.
/// </summary>
public sealed class FuzzTests : IAsyncLifetime
{
    private const int Clients = 4;
    private static readonly OldMessage[] Old = [new(0, 1, "key", "value"), new(1, 2, null, "value2")];
    private readonly string folder = Directory.CreateTempSubdirectory("syntra-fuzz-").FullName;
    private EmbeddedKafka kafka = null!;

    public async ValueTask InitializeAsync() => kafka = await EmbeddedKafka.StartAsync(
        new() { DataDirectory = folder, RegistryPort = null, MaxPartitionsPerTopic = 3, MaxFrameBytes = 100_000, FrameTimeout = TimeSpan.FromSeconds(5) }, default);

    public async ValueTask DisposeAsync()
    {
        await kafka.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Mutated_frames_do_not_crash_hang_or_grow_the_broker()
    {
        var frames = int.Parse(Environment.GetEnvironmentVariable("SYNTRA_FUZZ_FRAMES") ?? "100000", CultureInfo.InvariantCulture);
        kafka.Internals.Topics.Create("t", 1, TopicSettings.Default);
        await RunAsync(frames / 10, seed: 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await RunAsync(frames, seed: 2);
        await Eventually.Async(() => kafka.ConnectionCount == 0, Hang.Limit);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 64_000_000, $"{grown} bytes more after {frames} frames");
        using var client = new RawClient(kafka.BootstrapServers);
        Assert.True(client.IsAlive());
        Assert.Equal(ErrorCode.None, client.Produce("t", TestLog.Batch([("k", "v")])).Error);
    }

    private async Task RunAsync(int frames, int seed)
    {
        var seeds = SeedFrames();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(c => Task.Run(() =>
        {
            var random = new Random((seed * 1000) + c);
            RawClient? client = null;
            var scratch = new byte[64 * 1024];
            for (var i = 0; i < frames / Clients; i++)
            {
                client = SendOne(client, Mutate(seeds[random.Next(seeds.Length)], random), i, scratch);
            }

            client?.Dispose();
        })));
    }

    private RawClient? SendOne(RawClient? client, byte[] frame, int number, byte[] scratch)
    {
        try
        {
            client ??= new RawClient(kafka.BootstrapServers);
            client.Send(frame);
            if (client.Settle(scratch) && number % 50 != 49)
            {
                return client;
            }
        }
        catch (SocketException)
        {
            // Closed by the broker, as it should be; the next frame gets a new connection.
        }

        client?.Dispose();
        return null;
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var frame = (byte[])original.Clone();
        var keepLength = random.Next(4) != 0;
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(keepLength ? 4 : 0, frame.Length);
            frame[at] = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(frame[at] ^ (1 << random.Next(8))),
                _ => (byte)(random.Next(2) == 0 ? 0xFF : 0x7F),
            };
        }

        return random.Next(20) == 0 ? frame[..random.Next(1, frame.Length)] : frame;
    }

    /// <summary>One valid request of each shape that has something to get wrong, and bare headers of every kind and version.</summary>
    private byte[][] SeedFrames()
    {
        var frames = new List<byte[]>
        {
            RawClient.Frame(ApiKey.Produce, 9, true, w => ProduceBody(w, compact: true)),
            RawClient.Frame(ApiKey.Produce, 7, false, w => ProduceBody(w, compact: false)),
            RawClient.Frame(ApiKey.Produce, 2, false, w => OldProduceBody(w, MessageSets.Set(1, Old))),
            RawClient.Frame(ApiKey.Produce, 0, false, w => OldProduceBody(w, MessageSets.Gzipped(0, Old))),
            RawClient.Frame(ApiKey.CreateTopics, 5, true, CreateTopicsBody),
            RawClient.Frame(ApiKey.JoinGroup, 5, false, JoinBody),
            RawClient.Frame(ApiKey.Fetch, 4, false, w => FetchBody(w, version: 4)),
            RawClient.Frame(ApiKey.Fetch, 2, false, w => FetchBody(w, version: 2)),
            RawClient.Frame(ApiKey.OffsetCommit, 2, false, w =>
            {
                w.String("g");
                w.Int32(-1);
                w.String("");
                w.Int64(-1);
                w.ArrayLength(1);
                w.String("t");
                w.ArrayLength(1);
                w.Int32(0);
                w.Int64(5);
                w.String("m");
            }),
        };
        foreach (var handler in kafka.Handlers)
        {
            for (var version = handler.MinVersion; version <= handler.MaxVersion; version++)
            {
                frames.Add(RawClient.Frame(handler.Key, version, handler.IsFlexible(version), w => w.Raw([0, 1, (byte)'t', 0, 0, 0, 1, 0, 1, (byte)'t', 0, 0, 0, 0, 0, 2, 2, 1, 1, 0, 0, 0])));
            }
        }

        return [.. frames];
    }

    private static void ProduceBody(WireWriter w, bool compact)
    {
        w.String(null);
        w.Int16(1);
        w.Int32(1000);
        w.ArrayLength(1);
        w.String("t");
        w.ArrayLength(1);
        w.Int32(0);
        w.Bytes(TestLog.Batch([("key", "value"), ("key2", "value2")]));
        if (compact)
        {
            w.Tags();
            w.Tags();
            w.Tags();
        }
    }

    private static void OldProduceBody(WireWriter w, byte[] set)
    {
        w.Int16(1);
        w.Int32(1000);
        w.ArrayLength(1);
        w.String("t");
        w.ArrayLength(1);
        w.Int32(0);
        w.Bytes(set);
    }

    private static void CreateTopicsBody(WireWriter w)
    {
        w.ArrayLength(1);
        w.String("n");
        w.Int32(1);
        w.Int16(1);
        w.ArrayLength(0);
        w.ArrayLength(1);
        w.String("retention.ms");
        w.String("1000");
        w.Tags();
        w.Tags();
        w.Int32(1000);
        w.Bool(false);
        w.Tags();
    }

    private static void JoinBody(WireWriter w)
    {
        w.String("g");
        w.Int32(1000);
        w.Int32(1000);
        w.String("");
        w.String(null);
        w.String("consumer");
        w.ArrayLength(1);
        w.String("range");
        w.Bytes([0, 1, 0, 0, 0, 1, 0, 1, (byte)'t', 0, 0, 0, 0]);
    }

    private static void FetchBody(WireWriter w, short version)
    {
        w.Int32(-1);
        w.Int32(5);
        w.Int32(1);
        if (version >= 4)
        {
            w.Int32(100_000);
            w.Int8(1);
        }

        w.ArrayLength(1);
        w.String("t");
        w.ArrayLength(1);
        w.Int32(0);
        w.Int64(0);
        w.Int32(100_000);
    }
}
