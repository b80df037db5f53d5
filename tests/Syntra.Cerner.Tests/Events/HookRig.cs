using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Avro;
using Syntra.Cerner.Events.Configuration;
using Syntra.Cerner.Events.Gaps;
using Syntra.Cerner.Events.Journal;
using Syntra.Cerner.Events.Publishing;
using Syntra.Cerner.Events.Receiving;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Contracts;

namespace Syntra.Cerner.Tests.Events;

/// <summary>A receiver of one tenant before the class's broker, reached over HTTP.</summary>
internal sealed class HookRig : IAsyncDisposable
{
    internal const string Unsigned =
        """
        senders:
          - name: open
            gapGrace: 00:00:50
            verify:
              - scheme: unsigned
          - name: assets
            contract: careaware
            verify:
              - scheme: unsigned
        """;

    private readonly KafkaFixture _kafka;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syntra-hooks-");
    private readonly HookReceiverOptions _options;
    private readonly SubscriptionsSettings _settings;
    private readonly TimeSpan _ack;
    private RawEventPublisher _publisher = null!;
    private HookReceiver _receiver = null!;

    private HookRig(KafkaFixture kafka, string tenant, string yaml, HookReceiverOptions options, TimeSpan ack)
    {
        _kafka = kafka;
        _ack = ack;
        _options = options;
        Topics = new TopicNames(tenant);
        var (settings, faults) = SubscriptionsReader.Read(yaml);
        _settings = settings ?? throw new InvalidOperationException(string.Join(';', faults));
    }

    internal TopicNames Topics { get; }

    internal HookJournal Journal { get; private set; } = null!;

    internal HttpClient Http { get; private set; } = null!;

    internal Uri Url => _receiver.Url;

    internal static async Task<HookRig> StartAsync(KafkaFixture kafka, string tenant, string yaml = Unsigned, HookReceiverOptions? options = null, TimeSpan? ack = null)
    {
        var rig = new HookRig(kafka, tenant, yaml, options ?? new HookReceiverOptions(), ack ?? Hang.Limit);
        var topics = EventTopics.ResourceTypes.Select(rig.Topics.RawFhir).Append(rig.Topics.RawAsset).Append(rig.Topics.Backfill).Append(rig.Topics.DeadLetters);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.Broker.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(topics.Select(t => new TopicSpecification { Name = t, NumPartitions = 4, Configs = new() { ["retention.ms"] = "-1" } }));
        await rig.OpenAsync();
        return rig;
    }

    internal async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    internal Task<HttpResponseMessage> PostAsync(string sender, byte[] body, Action<HttpRequestMessage>? with = null) =>
        SendAsync(HttpMethod.Post, $"hooks/{Topics.Tenant}/{sender}", body, with);

    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, byte[] body, Action<HttpRequestMessage>? with = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        with?.Invoke(request);
        return await Http.SendAsync(request);
    }

    internal async Task<HttpStatusCode> StatusAsync(string sender, string body)
    {
        using var answer = await PostAsync(sender, Encoding.UTF8.GetBytes(body));
        return answer.StatusCode;
    }

    internal List<RawEvent> Events(string resourceType)
    {
        var serializer = new AvroSerializer<RawEvent>(_kafka.Registry);
        return Opened($"{Topics.Tenant}.{EventTopics.Raw(resourceType)}", EventTopics.Raw(resourceType), (topic, bytes) => serializer.Deserialize(topic, bytes));
    }

    internal List<BackfillRequest> Requests()
    {
        var serializer = new AvroSerializer<BackfillRequest>(_kafka.Registry);
        return Opened(Topics.Backfill, EventTopics.Backfill, (topic, bytes) => serializer.Deserialize(topic, bytes));
    }

    internal List<DeadLetter> Letters()
    {
        var serializer = new AvroSerializer<DeadLetter>(_kafka.Registry);
        return [.. _kafka.Committed(Topics.DeadLetters).Select(r => serializer.Deserialize(Topics.DeadLetters, r.Message.Value))];
    }

    internal List<ConsumeResult<string, byte[]>> Records(string topic) => _kafka.Committed(topic);

    /// <summary>One look of the gap watch, at a time of the test's choice.</summary>
    internal async Task LookAsync(DateTimeOffset at, RecordSeal? seal = null)
    {
        using var other = seal is null ? null : Publisher(seal);
        await new GapWatch(Journal, other ?? _publisher, HookReceiver.PolicyOf(_settings), new ManualClock(at), NullLogger.Instance).LookAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }

    private RawEventPublisher Publisher(RecordSeal seal) => new(
        new EventPublisherOptions
        {
            Tenant = Topics.Tenant, BootstrapServers = _kafka.Broker.BootstrapServers, Tokens = Guards.Of(Topics.Tenant).Tokens, Seal = seal, AckTimeout = _ack,
        },
        _kafka.Registry, NullLoggerFactory.Instance);

    private async Task OpenAsync()
    {
        _publisher = Publisher(Guards.Of(Topics.Tenant).Sealer.Seal);
        Journal = new HookJournal(Path.Combine(_folder.FullName, "hooks.db"), TimeSpan.FromDays(4), TimeProvider.System, NullLoggerFactory.Instance);
        var hooks = new TenantHooks(Topics.Tenant, _settings, _folder.FullName, _publisher, Journal);
        _receiver = await HookReceiver.StartAsync(_options, [hooks], TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        Http = new HttpClient { BaseAddress = _receiver.Url };
    }

    private async Task CloseAsync()
    {
        Http.Dispose();
        await _receiver.DisposeAsync();
        await Journal.DisposeAsync();
        _publisher.Dispose();
    }

    private List<T> Opened<T>(string topic, string logical, Func<string, byte[], T> read)
    {
        var sealer = Guards.Of(Topics.Tenant).Sealer;
        return [.. Records(topic).Select(r => read(topic, sealer.Open(logical, Encoding.UTF8.GetBytes(r.Message.Key), r.Message.Value)))];
    }
}
