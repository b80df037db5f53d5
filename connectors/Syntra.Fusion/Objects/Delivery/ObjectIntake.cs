using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Syntra.Avro;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Objects.Progress;
using Syntra.Fusion.Objects.Queues;

namespace Syntra.Fusion.Objects.Delivery;

/// <summary>
/// Reads instructions, each kind up to its own bound: a kind that cannot be delivered holds up no other. <c>ends</c> says where each partition
/// ended when this life began.
/// </summary>
internal sealed class ObjectIntake(
    IConsumer<string, byte[]?> consumer,
    ObjectParts parts,
    IReadOnlyDictionary<string, IKindRunner> runners,
    IReadOnlyDictionary<TopicPartition, OffsetLedger> ledgers,
    IReadOnlyDictionary<TopicPartition, long> ends)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);
    private const int MostAtOnce = 1000;
    private readonly Dictionary<string, List<ObjectWork>> _read = new(StringComparer.Ordinal);
    private readonly HashSet<string> _paused = new(StringComparer.Ordinal);

    /// <summary>Blocks its thread until cancelled.</summary>
    public void Run(CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            PauseAndResume();
            var result = consumer.Consume(s_patience);
            for (var n = 1; result is not null; n++)
            {
                Take(result);
                result = n < MostAtOnce ? consumer.Consume(TimeSpan.Zero) : null;
            }

            HandOver();
        }
    }

    private void Take(ConsumeResult<string, byte[]?> result)
    {
        bool isNew;
        lock (ledgers[result.TopicPartition])
        {
            isNew = ledgers[result.TopicPartition].See(result.Offset);
        }

        if (!isNew)
        {
            return;
        }

        if (result.Message.Value is not { } value)
        {
            parts.Log.LogWarning("{Topic} [{Partition}] @{Offset} is a tombstone; an instruction cannot be withdrawn, it is passed over", result.Topic, result.Partition.Value, result.Offset.Value);
            lock (ledgers[result.TopicPartition])
            {
                ledgers[result.TopicPartition].Done(result.Offset);
            }

            return;
        }

        if (!_read.TryGetValue(result.Topic, out var works))
        {
            _read[result.Topic] = works = [];
        }

        works.Add(new ObjectWork(Decode(result, value), result.TopicPartition, result.Offset, parts.Time.GetUtcNow()) { IsNew = result.Offset >= ends[result.TopicPartition] });
    }

    private void HandOver()
    {
        foreach (var (topic, works) in _read)
        {
            if (works.Count > 0)
            {
                runners[topic].Add(works);
                _read[topic] = [];
            }
        }
    }

    private ObjectInstruction Decode(ConsumeResult<string, byte[]?> result, byte[] value)
    {
        try
        {
            return parts.Codec.Instruction(result.Topic, value);
        }
        catch (AvroException failure)
        {
            throw new DeliveryStateException($"{result.Topic} [{result.Partition.Value}] @{result.Offset.Value} is no object instruction; what wrote it?", failure);
        }
    }

    private void PauseAndResume()
    {
        foreach (var (topic, runner) in runners)
        {
            var waiting = runner.Waiting;
            if (waiting >= parts.Options.MaximumBuffered && _paused.Add(topic))
            {
                consumer.Pause(PartitionsOf(topic));
            }
            else if (waiting <= parts.Options.MaximumBuffered / 2 && _paused.Remove(topic))
            {
                consumer.Resume(PartitionsOf(topic));
            }
        }
    }

    private IEnumerable<TopicPartition> PartitionsOf(string topic) => ledgers.Keys.Where(p => p.Topic == topic);
}
