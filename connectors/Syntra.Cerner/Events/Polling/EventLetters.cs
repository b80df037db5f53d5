using System.Globalization;
using Confluent.Kafka;
using Syntra.Avro;
using Syntra.Avro.Registry;
using Syntra.Contracts;

namespace Syntra.Cerner.Events.Polling;

/// <summary>Dead letters of sources: where an event lies, or the request for it, and why it is none; never what is in it.</summary>
internal sealed class EventLetters(string tenant, ISchemaRegistryClient registry)
{
    /// <summary>Signed, and yet what it holds cannot be read as a resource.</summary>
    public const string Unreadable = "event-unreadable";

    /// <summary>It is about another resource than its kind says.</summary>
    public const string OfAnotherResource = "event-of-another-resource";

    /// <summary>No record takes it.</summary>
    public const string TooLarge = "event-too-large";

    /// <summary>A sender told of a resource by its id, and its server does not give it to this client.</summary>
    public const string NotGiven = "resource-not-given";

    private readonly AvroSerializer<DeadLetter> _letters = new(registry);
    private readonly string _topic = new TopicNames(tenant).DeadLetters;

    /// <summary>A letter about one event of a stream.</summary>
    /// <param name="stream">Stream of the source; stands where a topic stands for records.</param>
    /// <param name="number">Number of the event in it.</param>
    /// <param name="source">Name of the source.</param>
    /// <param name="code">One of the codes here.</param>
    public static DeadLetter Of(string stream, long number, string source, string code) => Of(stream, 0, number, "source-" + source, code);

    /// <summary>A letter about a record.</summary>
    public static DeadLetter Of(string topic, int partition, long offset, string node, string code) => new()
    {
        Topic = topic, Partition = partition, Offset = offset, Node = node, ReasonCode = code, Amount = 0m, Reason = code switch
        {
            NotGiven => "The server does not give this client a resource that it told of: compare the client's scopes with the log's status, and have the resource saved again, or wait for the poll.",
            OfAnotherResource => "The event is about another resource than its kind says: have its sender correct it and send a new one.",
            TooLarge => "The resource is too large for a record: have its sender take attachments out, or raise the record's limit, and send it again.",
            _ => "The event holds no resource that can be read: have its sender correct it and send a new one.",
        },
    };

    public Task PrepareAsync(CancellationToken ct) => _letters.PrepareAsync(_topic, ct).AsTask();

    public (string Topic, Message<string, byte[]> Message) Record(DeadLetter letter) => (_topic, new Message<string, byte[]>
    {
        Key = string.Create(CultureInfo.InvariantCulture, $"{letter.Topic}/{letter.Partition}/{letter.Offset}"), Value = _letters.Serialize(_topic, letter),
    });
}
