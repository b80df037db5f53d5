namespace Syntra.Cerner.Events.Publishing;

/// <summary>Why a record was not written.</summary>
public enum PublishFault
{
    /// <summary>Kafka, the registry or the keys do not answer: the same record again later.</summary>
    Retriable,

    /// <summary>The record is larger than the brokers take.</summary>
    TooLarge,
}

/// <summary>A record was not acknowledged. Holds codes only.</summary>
public sealed class PublishException : Exception
{
    /// <summary>Makes one.</summary>
    public PublishException(PublishFault fault, string code, Exception? inner = null)
        : base($"not written: {code}", inner) => Fault = fault;

    /// <summary>Why.</summary>
    public PublishFault Fault { get; }
}
