using System.Buffers;
using System.Text;
using Confluent.Kafka;
using Syntra.Contracts;
using Syntra.Streams.Kafka;
using Syntra.Streams.Serialization;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Protection.Rotation;

/// <summary>Copies the changelogs of one application under the names of another, with every token in keys and values renamed.</summary>
internal sealed class RotationTables(RotationKafka kafka, ChargeSerdes serdes, TokenPairs names, string from, string to, CancellationToken cancellation)
{
    // Where a row belongs: with the charge or encounter that its key ends in, or, where every partition has a copy, in its own partition.
    private enum Place
    {
        Key,
        LastPart,
        Same,
    }

    /// <summary>Rows by store.</summary>
    internal Dictionary<string, long> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>Charges whose posting Fusion has not answered yet.</summary>
    internal long InFlight { get; private set; }

    /// <summary>Copies every store; without <paramref name="write"/> it only reads and counts.</summary>
    internal void Copy(IReadOnlyCollection<string> stores, IReadOnlyDictionary<string, int> partitions, bool write)
    {
        foreach (string store in stores)
        {
            switch (store)
            {
                case ChargePipeline.PostedStore:
                    Copy(store, Place.Key, serdes.Posted, Rename, partitions, write);
                    break;
                case ChargePipeline.ParkedIndexStore or ChargePipeline.EncounterIndexStore:
                    Copy(store, Place.LastPart, Serdes.String, names.Rename, partitions, write);
                    break;
                case ChargePipeline.EncounterStore:
                    Copy(store, Place.Same, serdes.Encounter, state => RenamedRecords.Of(state, names), partitions, write);
                    break;
                case ChargePipeline.EncounterRecordStore:
                    Copy(store, Place.Key, serdes.EncounterRecord, record => RenamedRecords.Of(record, names), partitions, write);
                    break;
                case ChargePipeline.PersonCombineStore:
                    // Its keys are numbers of rows, no tokens.
                    Copy(store, Place.Same, serdes.RowAccount, account => account, partitions, write);
                    break;
                case ChargePipeline.AnalyticsStore:
                    // Rows stay as they were sent, so that each is taken back as it was.
                    Copy(store, Place.Key, serdes.AnalyticsRow, row => row, partitions, write);
                    break;
                default:
                    throw new CommandException($"the store {store} is not known to the rotation, so nothing is moved. This program is older than the topology, or the topology has grown.");
            }
        }
    }

    /// <summary>Adds what the rows of the watermark table hold, which may be more than what the raw topics still have.</summary>
    internal void Collect(IReadOnlyDictionary<string, int> partitions)
    {
        string topic = Changelog(from, ChargePipeline.PostedStore);
        foreach (var record in partitions.TryGetValue(topic, out int count) ? kafka.Table(topic, count, cancellation) : [])
        {
            var row = Read(serdes.Posted, ChargePipeline.PostedStore, record);
            InFlight += row.Pending is null ? 0 : 1;
            foreach (var held in new[] { row.Current, row.Worked }.OfType<ReceivedCharge>().Concat(row.Waiting))
            {
                names.Add(held.Charge);
            }
        }
    }

    /// <summary>Renames the records of a topic that people look at: the new key first, then the old one's end.</summary>
    internal long RenameInPlace<T>(string topic, ISerde<T> serde, Func<T, T> rename, IReadOnlyDictionary<string, int> partitions)
    {
        long renamed = 0;
        foreach (var record in partitions.TryGetValue(topic, out int count) ? kafka.Table(topic, count, cancellation) : [])
        {
            string key = names.Rename(record.Message.Key);
            if (key != record.Message.Key)
            {
                kafka.Write(topic, Murmur2.Partition(Encoding.UTF8.GetBytes(key), count), key, Bytes(serde, topic, key, rename(Read(serde, topic, record))), record.Message.Timestamp);
                kafka.Write(topic, record.Partition.Value, record.Message.Key, null, record.Message.Timestamp);
                renamed++;
            }
        }
        kafka.Flush(cancellation);
        return renamed;
    }

    internal static string Changelog(string application, string store) => $"{application}-{store}-changelog";

    private PostedCharge Rename(PostedCharge row) => RenamedRecords.Of(row, names);

    private void Copy<T>(string store, Place place, ISerde<T> serde, Func<T, T> rename, IReadOnlyDictionary<string, int> partitions, bool write)
    {
        if (!partitions.TryGetValue(Changelog(from, store), out int count))
        {
            Rows[store] = 0;
            return;
        }
        var rows = kafka.Table(Changelog(from, store), count, cancellation);
        Rows[store] = rows.Count;
        foreach (var record in rows)
        {
            string key = names.Rename(record.Message.Key);
            var value = rename(Read(serde, store, record));
            if (write)
            {
                int partition = place switch
                {
                    Place.Key => PartitionOf(key, count),
                    Place.LastPart => PartitionOf(key[(key.LastIndexOf('|') + 1)..], count),
                    _ => record.Partition.Value,
                };
                kafka.Write(Changelog(to, store), partition, key, Bytes(serde, store, key, value), record.Message.Timestamp);
            }
        }
        kafka.Flush(cancellation);
    }

    private static int PartitionOf(string key, int partitions) => Murmur2.Partition(Encoding.UTF8.GetBytes(key), partitions);

    private static T Read<T>(ISerde<T> serde, string topic, ConsumeResult<string, byte[]?> record) =>
        serde.Deserialize(topic, Encoding.UTF8.GetBytes(record.Message.Key), record.Message.Value!);

    private static byte[] Bytes<T>(ISerde<T> serde, string topic, string key, T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        serde.Serialize(topic, Encoding.UTF8.GetBytes(key), value, bytes);
        return bytes.WrittenSpan.ToArray();
    }
}
