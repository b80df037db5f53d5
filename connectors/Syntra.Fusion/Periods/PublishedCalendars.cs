using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Contracts;

namespace Syntra.Fusion.Periods;

/// <summary>
/// The calendars that the topic holds now, whoever wrote them: what a publisher of before the restart has published, and what another
/// one has put down late over a newer one. Not thread safe.
/// </summary>
internal sealed class PublishedCalendars : IDisposable
{
    private const int MostEmpty = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    private readonly IConsumer<string, byte[]?> _consumer;
    private readonly AvroSerializer<LedgerCalendar> _serializer;
    private readonly TopicPartition _partition;
    private readonly Dictionary<string, LedgerCalendar> _last = new(StringComparer.Ordinal);
    private long _next;

    internal PublishedCalendars(PeriodPublisherOptions options, AvroSerializer<LedgerCalendar> serializer, ILogger log)
    {
        _serializer = serializer;
        _partition = new TopicPartition(options.Topics.Calendar, 0);
        _consumer = new ConsumerBuilder<string, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = options.BootstrapServers,
            GroupId = "syntra-period-publisher",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnablePartitionEof = true,
            FetchWaitMaxMs = 20,
        }).SetErrorHandler((_, e) => log.LogDebug("Kafka consumer: {Reason}", e.Reason)).SetLogHandler((_, line) => log.LogDebug("Kafka consumer: {Line}", line.Message)).Build();
    }

    /// <summary>The last calendar of a ledger, as of <see cref="CatchUp"/>.</summary>
    internal LedgerCalendar? Of(string ledger) => _last.GetValueOrDefault(ledger);

    /// <summary>Reads up to the topic's end as it stands now.</summary>
    /// <exception cref="KafkaException">The topic cannot be read; what was known stays.</exception>
    internal void CatchUp(CancellationToken ct)
    {
        var range = _consumer.QueryWatermarkOffsets(_partition, Patience);
        if (range.High.Value < _next)
        {
            // It ends before what was read: another topic of the same name.
            _next = 0;
            _last.Clear();
        }

        if (Math.Max(_next, range.Low.Value) >= range.High.Value)
        {
            return;
        }

        // A reader that waits in between would hold fetches open for as long as the publisher lives.
        _consumer.Assign(new TopicPartitionOffset(_partition, Math.Max(_next, range.Low.Value)));
        try
        {
            for (var (ended, empty) = (false, 0); !ended && _next < range.High.Value;)
            {
                ct.ThrowIfCancellationRequested();
                if (_consumer.Consume(Wait) is { } result)
                {
                    Take(result);
                    ended = result.IsPartitionEOF;
                }
                else if (++empty == MostEmpty)
                {
                    throw new KafkaException(ErrorCode.Local_TimedOut);
                }
            }
        }
        finally
        {
            _consumer.Unassign();
        }
    }

    public void Dispose() => _consumer.Dispose();

    private void Take(ConsumeResult<string, byte[]?> result)
    {
        _next = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
        if (result.IsPartitionEOF || result.Message.Key is not { } ledger)
        {
            return;
        }

        if (result.Message.Value is { } value)
        {
            _last[ledger] = _serializer.Deserialize(_partition.Topic, value);
        }
        else
        {
            _last.Remove(ledger);
        }
    }
}
