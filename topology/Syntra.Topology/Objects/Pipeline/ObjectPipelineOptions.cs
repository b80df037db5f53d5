using Syntra.Contracts;
using Syntra.Governance.Disclosure;
using Syntra.Streams.State;
using Syntra.Topology.Objects.Domains;

namespace Syntra.Topology.Objects.Pipeline;

/// <summary>Settings of the object pipeline.</summary>
public sealed record ObjectPipelineOptions
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>Tokens of the source's ids: the keys of raw records.</summary>
    public required ISourceTokens Tokens { get; init; }

    /// <summary>The lines of tiers.yaml.</summary>
    public required IReadOnlyList<ObjectDomain> Domains { get; init; }

    /// <summary>What the mappings know of the tenant's Fusion.</summary>
    public ObjectDefaults Defaults { get; init; } = new();

    /// <summary>Told of every payload of a patient that is opened; null where nothing is logged, as in tests.</summary>
    public IPhiAccessLog? Access { get; init; }

    /// <summary>Told how objects stand and how long they took; null where nobody asks.</summary>
    public IObjectObserver? Observer { get; init; }

    /// <summary>Whether customers get their patients' names, sealed until the call that needs them. Only where the signed register lets names go to receivables.</summary>
    public bool CustomerNames { get; init; }

    /// <summary>Partitions of the raw topics, and so of the topic of changed names.</summary>
    public int Partitions { get; init; } = 1;

    /// <summary>How often it is looked whose time has come, and the observer is told.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many versions one look lets go at most, so that a transaction stays short.</summary>
    public int MostPerLook { get; init; } = 1000;

    /// <summary>Where the watermark table lives beside its changelog.</summary>
    public StoreKind StoreKind { get; init; } = StoreKind.InMemory;
}
