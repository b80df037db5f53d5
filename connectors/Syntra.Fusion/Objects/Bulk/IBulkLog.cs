using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Bulk;

/// <summary>Where it stands which batch of a kind is under way.</summary>
internal interface IBulkLog
{
    /// <summary>The batch that was written last and has not got its receipts.</summary>
    BulkBatch? Current { get; }

    /// <summary>Durable when it returns.</summary>
    ValueTask WriteAsync(BulkBatch batch, CancellationToken ct);
}

/// <summary>For a connector that runs by itself; a delivery gives it one that outlives the process.</summary>
internal sealed class MemoryBulkLog : IBulkLog
{
    public BulkBatch? Current { get; private set; }

    public ValueTask WriteAsync(BulkBatch batch, CancellationToken ct)
    {
        Current = batch;
        return ValueTask.CompletedTask;
    }
}
