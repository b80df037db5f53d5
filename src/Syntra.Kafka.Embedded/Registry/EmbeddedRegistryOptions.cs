using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Syntra.Kafka.Embedded.Registry;

/// <summary>Settings of an <see cref="EmbeddedRegistry"/>.</summary>
public sealed record EmbeddedRegistryOptions
{
    /// <summary>Kafka that keeps the topic <c>_schemas</c>: host:port, comma separated. Any Kafka will do.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How long a write may take before it is answered with 50002. Default 30 s.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the registry logs ids, subjects and errors; nowhere by default.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
