using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Topics;

/// <summary>
/// All topics of the broker. A topic exists from the moment its topic.json is in place (written last on creation, moved away first
/// on deletion), so a crash leaves whole topics only.
/// </summary>
internal sealed class TopicCatalog : IDisposable
{
    private readonly Lock gate = new();
    private readonly string root;
    private readonly string trash;
    private readonly StorageContext storage;
    private volatile Dictionary<string, Topic> byName = new(StringComparer.Ordinal);
    private volatile Dictionary<Guid, Topic> byId = [];

    public TopicCatalog(string dataDirectory, StorageContext storage)
    {
        root = Path.Combine(dataDirectory, "topics");
        trash = Path.Combine(dataDirectory, "deleted");
        this.storage = storage;
        Directory.CreateDirectory(root);
        if (Directory.Exists(trash))
        {
            Directory.Delete(trash, recursive: true);
        }

        foreach (var directory in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            Open(directory);
        }
    }

    public IReadOnlyCollection<Topic> All => byName.Values;

    public Topic? Find(string name) => byName.GetValueOrDefault(name);

    public Topic? Find(Guid id) => byId.GetValueOrDefault(id);

    public PartitionLog? Find(string name, int partition) => Find(name)?.Partition(partition);

    public static bool IsValidName(string name) => name.Length is > 0 and <= 249 && name is not "." and not ".."
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public (ErrorCode Error, Topic? Topic) Create(string name, int partitions, TopicSettings settings)
    {
        lock (gate)
        {
            if (byName.TryGetValue(name, out var existing))
            {
                return (ErrorCode.TopicAlreadyExists, existing);
            }

            try
            {
                var topic = new Topic(name, new Guid(RandomNumberGenerator.GetBytes(16)), Path.Combine(root, name), storage, settings);
                topic.GrowTo(partitions);
                Save(topic);
                Publish(topic);
                return (ErrorCode.None, topic);
            }
            catch (IOException e)
            {
                storage.Report(name, e);
                return (ErrorCode.KafkaStorageError, null);
            }
        }
    }

    public void Delete(Topic topic)
    {
        lock (gate)
        {
            if (!byName.ContainsKey(topic.Name))
            {
                return;
            }

            byName = new(byName.Where(t => t.Value != topic), StringComparer.Ordinal);
            byId = new(byId.Where(t => t.Value != topic));
            foreach (var partition in topic.Partitions)
            {
                partition.Dispose();
            }

            Directory.CreateDirectory(trash);
            var moved = Path.Combine(trash, topic.Id.ToString("N"));
            Directory.Move(topic.Directory, moved);
            Directory.Delete(moved, recursive: true);
        }
    }

    public void Grow(Topic topic, int partitions)
    {
        lock (gate)
        {
            topic.GrowTo(partitions);
            Save(topic);
        }
    }

    public void Configure(Topic topic, TopicSettings settings)
    {
        lock (gate)
        {
            topic.Apply(settings);
            Save(topic);
        }
    }

    public void Dispose()
    {
        foreach (var partition in All.SelectMany(t => t.Partitions))
        {
            try
            {
                partition.Flush(always: true);
            }
            catch (IOException e)
            {
                storage.Report(partition.Directory, e);
            }

            partition.Dispose();
        }
    }

    private static string DescriptionPath(string directory) => Path.Combine(directory, "topic.json");

    private static void Save(Topic topic)
    {
        var description = new TopicDescription(topic.Name, topic.Id, topic.Partitions.Count, new(topic.Settings.Overrides));
        AtomicFile.Write(DescriptionPath(topic.Directory), JsonSerializer.SerializeToUtf8Bytes(description));
    }

    private void Open(string directory)
    {
        if (AtomicFile.Read(DescriptionPath(directory)) is not { } json)
        {
            storage.Logger.LogInformation("storage: {Directory} is left over from an unfinished creation; removed", directory);
            Directory.Delete(directory, recursive: true);
            return;
        }

        var description = JsonSerializer.Deserialize<TopicDescription>(json) ?? throw new InvalidDataException($"{directory}: topic.json is empty");
        var topic = new Topic(description.Name, description.Id, directory, storage, new TopicSettings(description.Settings));
        topic.GrowTo(description.Partitions);
        Publish(topic);
    }

    private void Publish(Topic topic)
    {
        byName = new(byName, StringComparer.Ordinal) { [topic.Name] = topic };
        byId = new(byId) { [topic.Id] = topic };
    }

    private sealed record TopicDescription(string Name, Guid Id, int Partitions, Dictionary<string, string> Settings);
}
