using System.Buffers.Binary;
using System.Net.Sockets;
using Syntra.Kafka.Embedded.Tests.Internals;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Tests.Protocol;

/// <summary>Frames that no client should send: each closes its own connection, and the others do not notice.</summary>
public sealed class FrameTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("syntra-frames-").FullName;
    private EmbeddedKafka kafka = null!;

    public async ValueTask InitializeAsync() => kafka = await EmbeddedKafka.StartAsync(
        new()
        {
            DataDirectory = folder,
            RegistryPort = null,
            MaxFrameBytes = 1_000_000,
            MaxConnections = 20,
            // Long enough for a frame of a client that means well, on a loaded machine.
            FrameTimeout = TimeSpan.FromSeconds(3),
        },
        default);

    public async ValueTask DisposeAsync()
    {
        await kafka.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(7)]
    [InlineData(1_000_001)]
    [InlineData(int.MaxValue)]
    [InlineData(0x47455420)]
    public void An_impossible_length_closes_the_connection(int length)
    {
        using var bystander = new RawClient(kafka.BootstrapServers);
        using var client = new RawClient(kafka.BootstrapServers);
        var bytes = new byte[12];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        client.Send(bytes);
        Assert.Null(client.Receive(flexible: false));
        Assert.True(bystander.IsAlive());
    }

    [Fact]
    public void A_request_kind_that_is_not_spoken_closes_the_connection()
    {
        using var client = new RawClient(kafka.BootstrapServers);
        client.Send(RawClient.Frame((ApiKey)999, 0, flexible: false, _ => { }));
        Assert.Null(client.Receive(flexible: false));
    }

    [Fact]
    public void A_version_that_is_not_spoken_closes_the_connection()
    {
        using var client = new RawClient(kafka.BootstrapServers);
        client.Send(RawClient.Frame(ApiKey.Metadata, 99, flexible: true, _ => { }));
        Assert.Null(client.Receive(flexible: true));
    }

    [Fact]
    public void An_unknown_version_of_ApiVersions_is_answered_in_version_0_with_the_list()
    {
        using var client = new RawClient(kafka.BootstrapServers);
        client.Send(RawClient.Frame(ApiKey.ApiVersions, 99, flexible: true, _ => { }));
        var answer = client.Receive(flexible: false)!;
        Assert.Equal(ErrorCode.UnsupportedVersion, (ErrorCode)answer.Int16());
        var keys = answer.Array(r => (Key: (ApiKey)r.Int16(), Min: r.Int16(), Max: r.Int16()));
        Assert.Contains((ApiKey.ApiVersions, (short)0, (short)4), keys);
        Assert.Equal(0, answer.Remaining);
        Assert.True(client.IsAlive());
    }

    [Fact]
    public void A_frame_that_ends_in_the_middle_of_a_field_closes_the_connection()
    {
        using var client = new RawClient(kafka.BootstrapServers);
        client.Send(RawClient.Frame(ApiKey.Metadata, 1, flexible: false, w => w.Int32(3)));
        Assert.Null(client.Receive(flexible: false));
    }

    [Fact]
    public void A_frame_that_stops_is_cut_off_and_holds_no_memory_for_what_it_claims()
    {
        using var bystander = new RawClient(kafka.BootstrapServers);
        using var client = new RawClient(kafka.BootstrapServers);
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 999_999);
        client.Send(bytes);
        Assert.Null(client.Receive(flexible: false));
        Assert.Equal(0, kafka.RequestMemory.Used);
        Assert.True(bystander.IsAlive());
    }

    [Fact]
    public async Task A_frame_that_is_dripped_byte_by_byte_is_cut_off_although_it_never_stops()
    {
        using var bystander = new RawClient(kafka.BootstrapServers);
        using var client = new RawClient(kafka.BootstrapServers);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, 999_999);
        client.Send(length);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        var start = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (TimeProvider.System.GetElapsedTime(start) < Hang.Limit)
            {
                client.Send([0]);
                await pace.WaitForNextTickAsync();
            }
        });
        Assert.True(bystander.IsAlive());
    }

    [Fact]
    public async Task A_client_that_asks_for_much_and_takes_nothing_is_cut_off()
    {
        kafka.Internals.Topics.Create("much", 1, Topics.TopicSettings.Default);
        using var bystander = new RawClient(kafka.BootstrapServers);
        for (var i = 0; i < 40; i++)
        {
            bystander.Produce("much", TestLog.Batch([("k", new string('x', 900_000))]));
        }

        using var client = new RawClient(kafka.BootstrapServers);
        Assert.True(client.IsAlive());
        client.Send(FetchFrame("much", maxWaitMs: 0, maxBytes: 60_000_000));
        await Eventually.Async(() => kafka.ConnectionCount == 1, Hang.Limit);
        Assert.True(bystander.IsAlive());
    }

    /// <summary>
    /// Requests in pieces leave wake-ups of the socket behind, which a broker that watches for a closed connection must not take for one.
    /// </summary>
    [Fact]
    public void Waiting_fetches_that_come_in_pieces_keep_their_connection()
    {
        kafka.Internals.Topics.Create("pieces", 1, Topics.TopicSettings.Default);
        using var client = new RawClient(kafka.BootstrapServers);
        var frame = FetchFrame("pieces", maxWaitMs: 1, maxBytes: 1000);
        for (var round = 0; round < 2000; round++)
        {
            foreach (var piece in frame.Chunk(12))
            {
                client.Send(piece);
            }

            Assert.NotNull(client.Receive(flexible: false));
        }
    }

    [Fact]
    public async Task A_connection_that_goes_away_in_a_long_poll_is_noticed()
    {
        kafka.Internals.Topics.Create("t", 1, Topics.TopicSettings.Default);
        using (var client = new RawClient(kafka.BootstrapServers))
        {
            client.Send(FetchFrame("t", maxWaitMs: int.MaxValue, maxBytes: 1000));
            await Eventually.Async(() => kafka.ConnectionCount == 1, Hang.Limit);
        }

        await Eventually.Async(() => kafka.ConnectionCount == 0, Hang.Limit);
    }

    [Fact]
    public async Task Connections_over_the_limit_are_refused_and_room_is_given_back()
    {
        var clients = Enumerable.Range(0, 20).Select(_ => new RawClient(kafka.BootstrapServers)).ToArray();
        await Eventually.Async(() => kafka.ConnectionCount == 20, Hang.Limit);
        using (var refused = new RawClient(kafka.BootstrapServers))
        {
            Assert.Null(refused.Receive(flexible: false));
        }

        Array.ForEach(clients, c => c.Dispose());
        await Eventually.Async(() => kafka.ConnectionCount == 0, Hang.Limit);
        using var again = new RawClient(kafka.BootstrapServers);
        Assert.True(again.IsAlive());
    }

    private static byte[] FetchFrame(string topic, int maxWaitMs, int maxBytes) => RawClient.Frame(ApiKey.Fetch, 4, flexible: false, w =>
    {
        w.Int32(-1);
        w.Int32(maxWaitMs);
        w.Int32(1);
        w.Int32(maxBytes);
        w.Int8(0);
        w.ArrayLength(1);
        w.String(topic);
        w.ArrayLength(1);
        w.Int32(0);
        w.Int64(0);
        w.Int32(maxBytes);
    });
}
