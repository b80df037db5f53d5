namespace Syntra.Cerner.Millennium;

/// <summary>What a polling source's Kafka clients are made from.</summary>
internal interface ISourceKafka
{
    /// <summary>Kafka brokers, host:port separated by commas.</summary>
    string BootstrapServers { get; }

    /// <summary>Further librdkafka settings for every client.</summary>
    IReadOnlyDictionary<string, string> ClientSettings { get; }

    /// <summary>Id under which the broker knows the source; a second instance with the same id fences the first.</summary>
    string TransactionalId { get; }

    /// <summary>After this the broker aborts a transaction that a lost process left open.</summary>
    TimeSpan TransactionTimeout { get; }
}
