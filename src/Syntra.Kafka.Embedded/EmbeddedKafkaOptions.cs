using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Kafka.Embedded.Storage;

namespace Syntra.Kafka.Embedded;

/// <summary>Settings of the embedded broker. The defaults suit a laptop, a test or a small site.</summary>
public sealed record EmbeddedKafkaOptions
{
    /// <summary>Folder for everything that must survive a restart; created where missing, locked while the broker runs.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>TCP port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port of the Schema Registry beside the broker; 0 takes a free one, null starts none.</summary>
    public int? RegistryPort { get; init; } = 0;

    /// <summary>Address to listen on; anything but 127.0.0.1 is refused, with a line that points to Kafka.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Create a topic when a client asks for the metadata of one that does not exist.</summary>
    public bool AutoCreateTopics { get; init; }

    /// <summary>Partitions of topics that are created without a count.</summary>
    public int DefaultPartitions { get; init; } = 1;

    public int MaxPartitionsPerTopic { get; init; } = 1000;

    /// <summary>
    /// Flush to disk before every acknowledgement: nothing acknowledged is lost, whatever happens, and each produce request waits for the disk.
    /// </summary>
    public bool FlushEveryBatch { get; init; }

    /// <summary>
    /// How often appended data is flushed to disk in the background. Null, the default, leaves it to the operating system, as Kafka does: a
    /// killed process loses nothing (the OS holds the pages), but a power cut or a crash of the OS can lose the last half minute or so of
    /// what was acknowledged. An interval bounds that, at the price of stalls while the disk works.
    /// </summary>
    public TimeSpan? FlushInterval { get; init; }

    /// <summary>How often retention and compaction look for work.</summary>
    public TimeSpan CleanupInterval { get; init; } = TimeSpan.FromSeconds(15);

    public int MaxConnections { get; init; } = 2000;

    /// <summary>Largest request in bytes; a larger one closes its connection.</summary>
    public int MaxFrameBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>Bytes that all requests together may hold while they arrive; more waits for room.</summary>
    public long MaxRequestMemory { get; init; } = 256L * 1024 * 1024;

    /// <summary>Time for one request to arrive whole, and for one answer to be taken.</summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection without any request for this long is closed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan MinSessionTimeout { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an empty group waits for more members before its first rebalance ends.</summary>
    public TimeSpan InitialRebalanceDelay { get; init; } = TimeSpan.Zero;

    /// <summary>Committed offsets of a group without members are kept this long.</summary>
    public TimeSpan OffsetRetention { get; init; } = TimeSpan.FromDays(7);

    public TimeSpan MaxTransactionTimeout { get; init; } = TimeSpan.FromMinutes(15);

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>For tests of this assembly: stands in front of every write to a segment.</summary>
    internal IWriteFault? WriteFault { get; init; }
}
