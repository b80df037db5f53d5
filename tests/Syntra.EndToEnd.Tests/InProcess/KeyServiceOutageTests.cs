using System.Text;
using Confluent.Kafka;
using Syntra.Cerner.Millennium;
using Syntra.Cerner.Sources;
using Syntra.Cli.Configuration;
using Syntra.Governance.Audit;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.EndToEnd.Tests.InProcess;

/// <summary>AWS KMS as tenant.yaml names it, gone while charges flow; and sealed values that are not where they were sealed.</summary>
public sealed class KeyServiceOutageTests
{
    private static readonly HospitalDayOptions Day = new() { Charges = 60, Waves = 4, Duplicates = 6 };

    private static readonly TimeSpan KeyAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan OpenAge = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task While_kms_is_down_what_is_open_goes_on_no_key_is_made_and_afterwards_everything_drains()
    {
        using var folder = new TemporaryFolder();
        using var kms = new KmsDouble();
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "the-double-takes-any");
        string state = folder.Sub("state");
        int made;
        var clock = new AheadClock();
        await using (var rig = await FlowRig.StartAsync(state, Day, tenant => Use(kms, tenant), keyTime: clock))
        {
            await rig.FeedWaveAsync();
            // Every key that is in use was opened once: what was never opened cannot be while the service is away.
            await rig.DrainAsync();
            made = kms.Generated;

            kms.Down = true;
            clock.Advance(OpenAge * 2);
            await rig.FeedWaveAsync();
            var (report, _) = await rig.DrainAsync();
            Assert.True(report.IsExplained && report.Totals.PostedCount > 0, report.Totals.ToString());
            await rig.UntilAsync(() => Task.FromResult(Seen(rig, AuditKind.KeyUsedStale) > 0), "a key past its age still opens, and the audit says so");

            // The sealing key ends; nothing is written in the clear instead.
            clock.Advance(KeyAge);
            await rig.FeedWaveAsync();
            await WaitsForKeysAsync(rig);
            Assert.True(Seen(rig, AuditKind.KeyRefused) > 0, "no refusal of a key is in the audit");
            Assert.Equal(made, kms.Generated);
        }

        kms.Down = false;
        await using var after = await FlowRig.StartAsync(state, Day, tenant => Use(kms, tenant), keyTime: clock);
        await after.FeedRestAsync();
        var (end, duplicates) = await after.DrainAsync();
        Assert.True(end.IsExplained, end.Totals.ToString());
        Assert.Equal((0, 0), (duplicates, end.Totals.InFlightCount));
        Assert.True(end.Totals.PostedCount >= Day.Charges - 5, end.Totals.ToString());
        Assert.True(kms.Generated > made && kms.Refused > 0);
    }

    [Theory]
    [InlineData("moved")]
    [InlineData("altered")]
    public async Task A_sealed_value_that_does_not_open_here_is_a_dead_letter_without_its_payload(string how)
    {
        using var folder = new TemporaryFolder();
        await using var rig = await FlowRig.StartAsync(folder.Sub("state"), Day, _ => { });
        await rig.FeedRestAsync();
        await rig.DrainAsync();
        const string raw = "lakeside.raw.millennium.charge";
        var (first, second) = TwoRecords(rig.Servers, raw);
        byte[] value = [.. first.Value];
        value[^1] ^= (byte)(how == "altered" ? 1 : 0);

        using (var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = rig.Servers, Partitioner = Partitioner.Murmur2Random }).Build())
        {
            await producer.ProduceAsync(raw, new Message<string, byte[]> { Key = how == "moved" ? second.Key : first.Key, Value = value, Headers = first.Headers });
        }

        await rig.UntilAsync(() => Task.FromResult(Letters(rig.Servers).Count > 0), "the dead letter");
        string letter = Assert.Single(Letters(rig.Servers));
        Assert.Contains("not-opened", letter, StringComparison.Ordinal);
        // No run of the payload's bytes, and far too short to hold it.
        Assert.True(letter.Length < 1000, letter);
        Assert.DoesNotContain(Encoding.Latin1.GetString(value.AsSpan(60, 12)), letter, StringComparison.Ordinal);
    }

    private static void Use(KmsDouble kms, TenantConfiguration tenant)
    {
        var keys = tenant.Governance.Keys;
        (keys.Service, keys.KmsKey, keys.KmsRegion, keys.KmsEndpoint) = (KeyConfiguration.AwsKms, "alias/lakeside", "us-east-1", kms.Endpoint.AbsoluteUri);
        (keys.MaxAge, keys.OpenMaxAge) = (KeyAge, OpenAge);
    }

    // The source waits at its position, or the streams have stopped before the record that they could not seal.
    private static async Task WaitsForKeysAsync(FlowRig rig)
    {
        await rig.UntilAsync(
            () => Task.FromResult(rig.Runtime.Source is { State: SourceState.BackingOff } source && source.LastError?.StartsWith("Key", StringComparison.Ordinal) == true),
            "the source waits for its key");
    }

    private static int Seen(FlowRig rig, AuditKind kind) =>
        Directory.EnumerateFiles(rig.Protection.Folders.Audit, "*.log", SearchOption.AllDirectories).Sum(f => Count(f, $"\"kind\":{(int)kind},"));

    private static int Count(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd().Split(text).Length - 1;
    }

    private static (Message<string, byte[]> First, Message<string, byte[]> Second) TwoRecords(string servers, string topic)
    {
        var records = Read(servers, topic);
        return (records[0], records.First(r => r.Key != records[0].Key));
    }

    private static List<string> Letters(string servers) =>
        [.. Read(servers, "lakeside.dlq").Select(m => Encoding.Latin1.GetString(m.Value)).Where(t => t.Contains("not-opened", StringComparison.Ordinal))];

    private static List<Message<string, byte[]>> Read(string servers, string topic)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers, GroupId = "look", EnablePartitionEof = true, EnableAutoCommit = false, IsolationLevel = IsolationLevel.ReadCommitted,
        }).Build();
        consumer.Assign(Enumerable.Range(0, 4).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var messages = new List<Message<string, byte[]>>();
        var open = Enumerable.Range(0, 4).ToHashSet();
        while (open.Count > 0)
        {
            var result = consumer.Consume(Hang.Limit) ?? throw new TimeoutException("no end of " + topic);
            if (result.IsPartitionEOF)
            {
                // A partition that is written to meanwhile ends more than once.
                open.Remove(result.Partition.Value);
            }
            else
            {
                messages.Add(result.Message);
            }
        }
        return messages;
    }

    /// <summary>The system's clock, ahead by what a test says.</summary>
    private sealed class AheadClock : TimeProvider
    {
        private long ahead;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + new TimeSpan(Interlocked.Read(ref ahead));

        internal void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
    }
}
