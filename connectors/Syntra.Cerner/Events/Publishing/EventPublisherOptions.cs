using Syntra.Contracts;

namespace Syntra.Cerner.Events.Publishing;

/// <summary>Where events go, and how they are sealed.</summary>
public sealed record EventPublisherOptions
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>Kafka brokers, host:port separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Makes the keys.</summary>
    public required ISourceTokens Tokens { get; init; }

    /// <summary>Seals the values.</summary>
    public required RecordSeal Seal { get; init; }

    /// <summary>Further librdkafka settings (security and the like).</summary>
    public IReadOnlyDictionary<string, string> ClientSettings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>After this time without an acknowledgement a record counts as not written; it may be written all the same.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest sealed value; below what the brokers take (message.max.bytes).</summary>
    public int MaxRecordBytes { get; init; } = 1_000_000;
}
