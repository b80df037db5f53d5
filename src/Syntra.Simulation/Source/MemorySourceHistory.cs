using Syntra.Cerner.Millennium;
using Syntra.Contracts;
using Syntra.Simulation.Log;
using Syntra.Simulation.Oracle;

namespace Syntra.Simulation.Source;

/// <summary>What the poller has committed, from the broker in memory.</summary>
internal sealed class MemorySourceHistory(MemoryLog broker, TopicNames topics, IReadOnlyCollection<SourceWatermark> watermarks) : ISourceHistory
{
    public static string NameOf(Keyset keyset, string id) => $"{keyset.Stream}/{id}";

    public static string NameOfDelete(string charge, DateTimeOffset at) => FormattableString.Invariant($"{charge}@{at.Ticks}");

    public IReadOnlyCollection<SourceWatermark> Watermarks(CancellationToken ct) => watermarks;

    public void Charges(DateTime since, Action<WrittenRecord> each, CancellationToken ct) => Read(topics.RawCharge, since, each);

    public void Rows(DateTime since, Action<WrittenRecord> each, CancellationToken ct)
    {
        foreach (var topic in RowFormats.Topics(topics))
        {
            Read(topic, since, each);
        }
    }

    private void Read(string topic, DateTime since, Action<WrittenRecord> each)
    {
        for (var p = 0; p < broker.Partitions; p++)
        {
            foreach (var record in broker.Of(topic, p))
            {
                var time = DateTimeOffset.FromUnixTimeMilliseconds(record.Timestamp).UtcDateTime;
                if (time >= since)
                {
                    var (name, version) = Of(record);
                    each(new WrittenRecord(name, version, time));
                }
            }
        }
    }

    // The product has this in the record's headers.
    private static (string Name, long Version) Of(LogRecord record) => record.Typed switch
    {
        ChargeVersion charge => (charge.Id, charge.Version),
        ChargeFact delete => (NameOf(Keyset.Delete, NameOfDelete(delete.Version.Id, delete.Version.ReadAt)), 0),
        EncounterRowFact encounter => (NameOf(Keyset.EncounterRow, encounter.Encounter), encounter.Version),
        CombineFact combine => (NameOf(Keyset.EncounterCombine, $"{combine.Combine}/{combine.Encounter}"), combine.Version),
        RawPersonCombine combine => (NameOf(Keyset.PersonCombine, combine.CombineId), combine.SourceVersion),
        _ => throw new InvalidOperationException("A raw record without its value."),
    };
}
