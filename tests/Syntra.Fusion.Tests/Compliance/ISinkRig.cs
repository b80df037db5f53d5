using Syntra.Fusion.Delivery;

namespace Syntra.Fusion.Tests.Compliance;

/// <summary>An answer to one instruction, as any sink gives it.</summary>
public sealed record SinkReceipt(string RecordId, long Version, bool Accepted);

/// <summary>What a sink must offer to be put through <see cref="SinkCompliance"/>: its input, its target, and lives to run and break off.</summary>
internal interface ISinkRig : IAsyncDisposable
{
    /// <summary>Puts instructions into the input topic; those of <paramref name="bad"/> are such that the target refuses them.</summary>
    Task ProduceAsync(IReadOnlyCollection<int> good, IReadOnlyCollection<int> bad, long version = 1, bool abort = false);

    /// <summary>One life of the sink, until cancelled or broken.</summary>
    Task RunAsync(DeliveryProbe? probe, CancellationToken ct);

    /// <summary>The same sink under another consumer group: what it looks like after the group's offsets were lost.</summary>
    Task RunWithoutOffsetsAsync(CancellationToken ct);

    IReadOnlyList<SinkReceipt> Receipts();

    /// <summary>What stands in the target: record and version, once for each time that it stands there.</summary>
    Task<IReadOnlyList<(string RecordId, long Version)>> DeliveredAsync();

    /// <summary>The target is gone while work comes in, and comes back when the sink has called it in vain so many times.</summary>
    Task LoseTargetAsync(int triedInVain, Func<Task> meanwhile, CancellationToken ct);
}
