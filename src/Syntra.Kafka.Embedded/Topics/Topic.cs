using Syntra.Kafka.Embedded.Storage;

namespace Syntra.Kafka.Embedded.Topics;

/// <summary>A topic that exists: its identity, its settings, the logs of its partitions.</summary>
internal sealed class Topic(string name, Guid id, string directory, StorageContext storage, TopicSettings settings)
{
    private PartitionLog[] partitions = [];
    private TopicSettings settings = settings;

    public string Name => name;

    public Guid Id => id;

    public string Directory => directory;

    public bool IsInternal => Name.StartsWith("__", StringComparison.Ordinal);

    public IReadOnlyList<PartitionLog> Partitions => Volatile.Read(ref partitions);

    public TopicSettings Settings => Volatile.Read(ref settings);

    public PartitionLog? Partition(int index)
    {
        var current = Partitions;
        return (uint)index < (uint)current.Count ? current[index] : null;
    }

    public void Apply(TopicSettings changed)
    {
        Volatile.Write(ref settings, changed);
        foreach (var partition in Partitions)
        {
            partition.Config = changed.ToLogConfig();
        }
    }

    /// <summary>Opens, and where new creates, the logs up to this count.</summary>
    public void GrowTo(int count)
    {
        var grown = Partitions.ToList();
        for (var i = grown.Count; i < count; i++)
        {
            var folder = Path.Combine(directory, i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            grown.Add(PartitionLog.Open(folder, Settings.ToLogConfig(), storage));
        }

        Volatile.Write(ref partitions, [.. grown]);
    }
}
