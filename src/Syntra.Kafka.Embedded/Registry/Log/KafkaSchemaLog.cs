using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Syntra.Kafka.Embedded.Registry.Log;

/// <summary>The log as the compacted topic <c>_schemas</c>, one partition, read from its beginning at every start.</summary>
internal sealed class KafkaSchemaLog : ISchemaLog
{
    private const string Topic = "_schemas";
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(100);
    private readonly EmbeddedRegistryOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly AppliedOffset _applied = new();
    private IProducer<byte[], byte[]?>? _producer;
    private Task _reading = Task.CompletedTask;

    public KafkaSchemaLog(EmbeddedRegistryOptions options)
    {
        _options = options;
        _logger = options.LoggerFactory.CreateLogger<KafkaSchemaLog>();
    }

    public async Task StartAsync(Action<string, string?> apply, CancellationToken cancellationToken)
    {
        await CreateTopicAsync().ConfigureAwait(false);
        _producer = new ProducerBuilder<byte[], byte[]?>(new ProducerConfig
        {
            BootstrapServers = _options.BootstrapServers,
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 0,
            MessageTimeoutMs = (int)_options.WriteTimeout.TotalMilliseconds,
        }).SetLogHandler(Log).Build();
        var caughtUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reading = Task.Factory.StartNew(() => Read(apply, caughtUp), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await caughtUp.Task.WaitAsync(_options.WriteTimeout, cancellationToken).ConfigureAwait(false);
    }

    public async Task AppendAsync(string key, string? value)
    {
        try
        {
            var message = new Message<byte[], byte[]?> { Key = Encoding.UTF8.GetBytes(key), Value = value is null ? null : Encoding.UTF8.GetBytes(value) };
            var result = await _producer!.ProduceAsync(new TopicPartition(Topic, 0), message).ConfigureAwait(false);
            await _applied.WaitAsync(result.Offset.Value).WaitAsync(_options.WriteTimeout).ConfigureAwait(false);
        }
        catch (ProduceException<byte[], byte[]?> e) when (e.Error.Code is ErrorCode.Local_MsgTimedOut or ErrorCode.RequestTimedOut)
        {
            throw RegistryException.Timeout();
        }
        catch (KafkaException e)
        {
            throw RegistryException.Store(e.Error.Reason);
        }
        catch (TimeoutException)
        {
            throw RegistryException.Timeout();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _producer?.Dispose();
        _stop.Dispose();
    }

    private async Task CreateTopicAsync()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _options.BootstrapServers }).SetLogHandler(Log).Build();
        var topic = new TopicSpecification
        {
            Name = Topic,
            NumPartitions = 1,
            ReplicationFactor = (short)Math.Clamp(admin.GetMetadata(_options.WriteTimeout).Brokers.Count, 1, 3),
            Configs = new(StringComparer.Ordinal) { ["cleanup.policy"] = "compact" },
        };
        try
        {
            await admin.CreateTopicsAsync([topic]).ConfigureAwait(false);
        }
        catch (CreateTopicsException e) when (e.Results.All(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            _logger.LogDebug("topic {Topic} is there already", Topic);
        }
    }

    private void Read(Action<string, string?> apply, TaskCompletionSource caughtUp)
    {
        try
        {
            using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
            {
                BootstrapServers = _options.BootstrapServers,
                GroupId = "syntra-schema-registry",
                EnableAutoCommit = false,
                EnablePartitionEof = true,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                // The end shows by an empty fetch, which the broker holds back for this long; every start waits for it.
                FetchWaitMaxMs = 50,
            }).SetLogHandler(Log).Build();
            // By number: asked for as "beginning", a client that knows no leader yet waits half a second.
            consumer.Assign(new TopicPartitionOffset(Topic, 0, consumer.QueryWatermarkOffsets(new TopicPartition(Topic, 0), _options.WriteTimeout).Low));
            while (!_stop.IsCancellationRequested)
            {
                Poll(consumer, apply, caughtUp);
            }

            consumer.Close();
        }
        catch (Exception e)
        {
            caughtUp.TrySetException(new InvalidOperationException($"topic {Topic} cannot be read", e));
            _applied.Fail(RegistryException.Store($"topic {Topic} cannot be read any more"));
            _logger.LogError(e, "reading of topic {Topic} ended", Topic);
            throw;
        }
    }

    private void Poll(IConsumer<byte[]?, byte[]?> consumer, Action<string, string?> apply, TaskCompletionSource caughtUp)
    {
        try
        {
            if (consumer.Consume(PollTime) is not { } result)
            {
                return;
            }

            if (result.IsPartitionEOF)
            {
                caughtUp.TrySetResult();
                return;
            }

            if (result.Message.Key is { } key)
            {
                apply(Encoding.UTF8.GetString(key), result.Message.Value is { } value ? Encoding.UTF8.GetString(value) : null);
            }

            _applied.Advance(result.Offset.Value);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            // The broker is away or starting; the client goes on by itself.
            _logger.LogWarning("reading of topic {Topic}: {Code}", Topic, e.Error.Code);
        }
    }

    private void Log(object client, LogMessage message) => _logger.LogDebug("{Facility}: {Message}", message.Facility, message.Message);
}
