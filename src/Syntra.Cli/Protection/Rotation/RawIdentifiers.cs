using System.Text;
using Confluent.Kafka;
using Syntra.Avro;
using Syntra.Contracts;
using Syntra.Governance.Disclosure;
using Syntra.Governance.Sealing;
using Syntra.Streams.Serialization;
using Syntra.Topology.Intake;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Protection.Rotation;

/// <summary>Opens the raw topics and collects the tokens of every identifier in them. Each opening is in the disclosure log.</summary>
internal sealed class RawIdentifiers(RotationKafka kafka, ChargeSerdes serdes, ISourceTokens tokens, IPhiAccessLog access, TokenPairs pairs, CancellationToken cancellation)
{
    /// <summary>Records that were opened.</summary>
    internal long Opened { get; private set; }

    /// <summary>Records that do not open or decode: dead letters, which have no row in any table.</summary>
    internal long NotOpened { get; private set; }

    internal void Collect(TopicNames topics, IReadOnlyDictionary<string, int> partitions)
    {
        Read(topics.RawCharge, serdes.RawCharge, partitions, charge =>
        {
            access.Opened(PatientTokens.Of(charge, tokens));
            pairs.Add(charge);
        });
        Read(topics.RawDelete, serdes.RawDelete, partitions, delete => Add(delete.ChargeItemId, TokenSpaces.Charge));
        Read(topics.RawEncounter, serdes.RawEncounter, partitions, encounter => Add(encounter.EncounterId, TokenSpaces.Encounter));
        Read(topics.RawEncounterCombine, serdes.RawEncounterCombine, partitions, combine =>
        {
            Add(combine.FromEncounterId, TokenSpaces.Encounter);
            Add(combine.ToEncounterId, TokenSpaces.Encounter);
        });
    }

    private void Add(Phi<string> identifier, string space)
    {
        access.Opened(identifier.Token(tokens, space));
        pairs.Add(identifier, space);
    }

    private void Read<T>(string topic, ISerde<T> serde, IReadOnlyDictionary<string, int> partitions, Action<T> take)
    {
        if (partitions.TryGetValue(topic, out int count))
        {
            kafka.Read(topic, count, record => Take(topic, serde, record, take), cancellation);
        }
    }

    private void Take<T>(string topic, ISerde<T> serde, ConsumeResult<string, byte[]?> record, Action<T> take)
    {
        if (record.Message is not { Key: { } key, Value: { } value })
        {
            return;
        }
        try
        {
            take(serde.Deserialize(topic, Encoding.UTF8.GetBytes(key), value));
            Opened++;
        }
        catch (Exception fault) when (fault is SealException or AvroException)
        {
            NotOpened++;
        }
    }
}
