namespace Syntra.Kafka.Embedded;

/// <summary>The broker cannot start; the message says why and what to do.</summary>
public sealed class EmbeddedKafkaException : Exception
{
    public EmbeddedKafkaException()
    {
    }

    public EmbeddedKafkaException(string message)
        : base(message)
    {
    }

    public EmbeddedKafkaException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
