using Microsoft.Extensions.Logging;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>What all logs of one broker share: the clock, the flush policy, and where trouble is reported.</summary>
internal sealed class StorageContext(TimeProvider time, ILogger logger)
{
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public bool FlushEveryBatch { get; init; }

    /// <summary>Flush to disk before a checkpoint is written; else the OS decides when data reaches the disk.</summary>
    public bool FlushInBackground { get; init; }

    /// <summary>Which boot of the machine this is. Data that was never flushed is trusted only within the same one.</summary>
    public string BootId { get; init; } = BootIdentity.Read();

    /// <summary>Bytes after which a log asks for a checkpoint, so that little has to be scanned after a crash.</summary>
    public long CheckpointEvery { get; init; } = 64L * 1024 * 1024;

    public IWriteFault? WriteFault { get; init; }

    /// <summary>Asked for by a log that has gathered <see cref="CheckpointEvery"/> bytes; the maintenance loop listens.</summary>
    public Action CheckpointWanted { get; set; } = () => { };

    public ILogger Logger => logger;

    public void Report(string directory, Exception e) =>
        logger.LogError(e, "storage: {Directory} cannot be written; producers get KAFKA_STORAGE_ERROR until it can", directory);
}
