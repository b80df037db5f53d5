using Confluent.Kafka;
using Microsoft.Data.Sqlite;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Cli.Configuration;
using Syntra.Cli.Protection;
using Syntra.Contracts;
using Syntra.Kafka.Embedded;
using Syntra.Streams.Serialization;
using Syntra.Topology.Topics;

namespace Syntra.EndToEnd.Tests.Program;

/// <summary>Looks into the state folder of a demo that has ended: its topics through a broker, its databases through SQL.</summary>
internal sealed class StoppedState : IAsyncDisposable
{
    private static readonly TimeSpan Patience = Hang.Limit;
    private readonly EmbeddedKafka kafka;
    private readonly CachedSchemaRegistryClient registry;

    private readonly TenantProtection protection;

    private StoppedState(EmbeddedKafka kafka, TenantProtection protection)
    {
        this.kafka = kafka;
        this.protection = protection;
        registry = new CachedSchemaRegistryClient(new HttpClient { BaseAddress = kafka.RegistryUrl });
    }

    /// <param name="directory">Where tenant and kafka lie.</param>
    /// <param name="state">Where the instance's state lies; the same folder where it is left out.</param>
    internal static async Task<StoppedState> OpenAsync(string directory, string? state = null)
    {
        string tenantFolder = Path.Combine(directory, "tenant");
        var (tenant, _) = TenantFolder.Load(tenantFolder);
        var protection = await TenantProtection.OpenAsync(tenant, ProtectionFolders.Of(tenantFolder, state ?? directory, ""), TimeProvider.System, _ => { }, CancellationToken.None);
        return new(await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = Path.Combine(directory, "kafka") }, CancellationToken.None), protection);
    }

    /// <summary>The token of a charge.</summary>
    internal string Charge(string id) => protection.Tokens.Token(TokenSpaces.Charge, id);

    /// <summary>The token of an encounter.</summary>
    internal string Encounter(string id) => protection.Tokens.Token(TokenSpaces.Encounter, id);

    /// <summary>The values of a sealed topic or changelog, opened and decoded.</summary>
    internal IReadOnlyList<T> Opened<T>(string topic, string logicalTopic) where T : class, IAvroRecord<T>
    {
        ISerde<T> serde = new SealedSerde<T>(registry, protection.Sealer, logicalTopic);
        return [.. Messages(topic).Where(m => m.Value is not null).Select(m => serde.Deserialize(topic, System.Text.Encoding.UTF8.GetBytes(m.Key!), m.Value!))];
    }

    /// <summary>Every committed record of a topic, tombstones with a null value.</summary>
    internal IReadOnlyList<Message<string?, byte[]?>> Messages(string topic)
    {
        using var consumer = new ConsumerBuilder<string?, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = "look",
            EnablePartitionEof = true,
            IsolationLevel = IsolationLevel.ReadCommitted,
        }).SetKeyDeserializer(new Text()).SetValueDeserializer(new Bytes()).Build();
        int open = Partitions(topic);
        consumer.Assign(Enumerable.Range(0, open).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var messages = new List<Message<string?, byte[]?>>();
        while (open > 0)
        {
            var result = consumer.Consume(Patience) ?? throw new TimeoutException("no end of " + topic);
            if (result.IsPartitionEOF)
            {
                open--;
            }
            else
            {
                messages.Add(result.Message);
            }
        }
        return messages;
    }

    /// <summary>Where every partition of every topic ends, the broker's own topics left out.</summary>
    internal string Ends()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "ends" }).Build();
        var partitions = admin.GetMetadata(Patience).Topics.Where(t => !t.Topic.StartsWith("__", StringComparison.Ordinal))
            .SelectMany(t => t.Partitions.Select(p => new TopicPartition(t.Topic, p.PartitionId)))
            .OrderBy(p => p.Topic, StringComparer.Ordinal).ThenBy(p => p.Partition.Value);
        return string.Join('\n', partitions.Select(p => $"{p.Topic}/{p.Partition.Value} {consumer.QueryWatermarkOffsets(p, Patience).High.Value}"));
    }

    /// <summary>The topic's values, decoded; tombstones left out.</summary>
    internal IReadOnlyList<T> Values<T>(string topic) where T : IAvroRecord<T>
    {
        var serializer = new AvroSerializer<T>(registry);
        return [.. Messages(topic).Select(m => m.Value).OfType<byte[]>().Select(value => serializer.Deserialize(topic, value))];
    }

    /// <summary>The first column of a query's rows, as text.</summary>
    internal static IReadOnlyList<string> Query(string database, string sql)
    {
        using var connection = Connect(database);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }
        return rows;
    }

    /// <summary>Changes a database behind everybody's back; fails when nothing was changed.</summary>
    internal static void Tamper(string database, string sql)
    {
        using var connection = Connect(database);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0, "nothing was changed by " + sql);
    }

    public async ValueTask DisposeAsync()
    {
        await kafka.DisposeAsync();
        await protection.DisposeAsync();
    }

    private int Partitions(string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        return admin.GetMetadata(topic, Patience).Topics.Single().Partitions.Count;
    }

    private static SqliteConnection Connect(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private sealed class Text : IDeserializer<string?>
    {
        public string? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => isNull ? null : System.Text.Encoding.UTF8.GetString(data);
    }

    private sealed class Bytes : IDeserializer<byte[]?>
    {
        public byte[]? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => isNull ? null : data.ToArray();
    }
}
