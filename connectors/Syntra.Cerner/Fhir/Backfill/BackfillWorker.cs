using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Gaps;
using Syntra.Cerner.Events.Publishing;
using Syntra.Cerner.Fhir.Client;
using Syntra.Cerner.Millennium;
using Syntra.Contracts;

namespace Syntra.Cerner.Fhir.Backfill;

/// <summary>
/// Reads the tenant's back-fill requests and answers them one after the other. A request counts as done only when its events are in Kafka; a
/// killed worker answers it again, which the topology knows by the states' versions. Runs in the process that holds the gap ledger.
/// </summary>
public sealed class BackfillWorker : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private readonly BackfillOptions _options;
    private readonly RawEventPublisher _publisher;
    private readonly Dictionary<string, BackfillAnswer> _answers;
    private readonly AvroSerializer<BackfillRequest> _requests;
    private readonly string _topic;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Backoff _backoff;
    private IConsumer<string, byte[]>? _consumer;

    /// <summary>Makes a worker; nothing is opened yet.</summary>
    public BackfillWorker(BackfillOptions options, RawEventPublisher publisher, IGapLedger ledger, ISchemaRegistryClient registry, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _publisher, _time) = (options, publisher, time);
        _log = loggers.CreateLogger<BackfillWorker>();
        _requests = new AvroSerializer<BackfillRequest>(registry);
        _topic = new TopicNames(options.Tenant).Backfill;
        _answers = options.Servers.ToDictionary(s => s.Key, s => new BackfillAnswer(s.Key, s.Value, options, ledger, time, _log), StringComparer.Ordinal);
        _backoff = new Backoff(options.BackoffBase, options.BackoffCap, new Random(options.Tenant.Length));
    }

    /// <summary>Requests answered.</summary>
    public long Answered { get; private set; }

    /// <summary>Answers requests until cancelled. Kafka, keys or servers that do not answer are waited for.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await DrainAsync(ct).ConfigureAwait(false);
                await Task.Delay(Patience, _time, ct).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (SourceErrors.KindOf(e) is not (SourceErrorKind.Fatal or SourceErrorKind.Fenced))
            {
                _log.LogWarning("Back-fill stands still ({Code}); tried again", SourceErrors.CodeOf(e));
                Close();
                await PauseAsync(ct).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Answers what is waiting; returns how many requests that were.</summary>
    public async Task<int> DrainAsync(CancellationToken ct)
    {
        _consumer ??= await Task.Run(Open, ct).ConfigureAwait(false);
        var answered = 0;
        while (await Task.Run(() => _consumer.Consume(Patience), ct).ConfigureAwait(false) is { } record)
        {
            ct.ThrowIfCancellationRequested();
            if (record.IsPartitionEOF)
            {
                continue;
            }

            await AnswerAsync(record, ct).ConfigureAwait(false);
            _consumer.Commit([new TopicPartitionOffset(record.TopicPartition, record.Offset + 1)]);
            answered++;
        }

        return answered;
    }

    /// <inheritdoc />
    public void Dispose() => Close();

    private async Task AnswerAsync(ConsumeResult<string, byte[]> record, CancellationToken ct)
    {
        var request = _requests.Deserialize(_topic, _options.Sealer.Open(EventTopics.Backfill, Encoding.UTF8.GetBytes(record.Message.Key), record.Message.Value));
        if (!_answers.TryGetValue(request.Sender, out var answer))
        {
            _log.LogWarning("A back-fill of {Sender} was asked for, and no source of that name reads its server", request.Sender);
            return;
        }

        var output = new BackfillOutput(_publisher, request.Sender, record.TopicPartitionOffset, _log);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await answer.AnswerAsync(request, output, ct).ConfigureAwait(false);
                Answered++;
                _backoff.Reset();
                return;
            }
            catch (FhirFaultException fault) when (attempt < _options.MaxAttempts)
            {
                _log.LogWarning("Back-fill of {Sender} failed ({Kind}, {Status}), try {Attempt}", request.Sender, fault.Kind, fault.Status, attempt);
            }
            catch (FhirFaultException fault)
            {
                await StepAsideAsync(request, fault, ct).ConfigureAwait(false);
                return;
            }

            await PauseAsync(ct).ConfigureAwait(false);
        }
    }

    // An open gap is asked for again by its detector. What nobody would ask for again goes to the end of the queue.
    private async Task StepAsideAsync(BackfillRequest request, FhirFaultException fault, CancellationToken ct)
    {
        var kept = request.Reason is BackfillReason.IdOnly or BackfillReason.EmptyNotification;
        _log.LogError("Back-fill of {Sender} ({Reason}) steps aside: {Fault}", request.Sender, request.Reason, fault.Message);
        if (kept)
        {
            await _publisher.PublishAsync([], [request with { Attempt = request.Attempt + 1 }], ct).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(CancellationToken ct)
    {
        try
        {
            await Task.Delay(_backoff.Next(), _time, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The loop ends at its condition.
        }
    }

    // Partitions are assigned by hand: there is one worker a tenant, and its answers may take longer than a group would wait.
    private IConsumer<string, byte[]> Open()
    {
        var consumer = KafkaClients.Consumer(_options, IsolationLevel.ReadCommitted, _log);
        try
        {
            using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
            var partitions = admin.GetMetadata(_topic, RequestTimeout).Topics.Single(t => t.Topic == _topic).Partitions.Select(p => new TopicPartition(_topic, p.PartitionId)).ToList();
            if (partitions.Count == 0)
            {
                // A broker that has not heard of the topic yet shows none; to read none would be to stand still for ever.
                throw new KafkaException(new Error(ErrorCode.LeaderNotAvailable, "the topic of back-fills shows no partition"));
            }

            var committed = consumer.Committed(partitions, RequestTimeout);
            consumer.Assign(committed.Select(c => new TopicPartitionOffset(c.TopicPartition, c.Offset.Value < 0 ? Offset.Beginning : c.Offset)));
            return consumer;
        }
        catch
        {
            consumer.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _consumer?.Dispose();
        _consumer = null;
    }
}
