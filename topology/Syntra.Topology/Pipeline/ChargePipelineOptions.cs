using Syntra.Contracts;
using Syntra.Governance.Disclosure;
using Syntra.Streams.State;
using Syntra.Topology.Analytics;
using Syntra.Topology.Encounters;
using Syntra.Topology.Posting;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Pipeline;

/// <summary>Settings of the charge pipeline.</summary>
public sealed record ChargePipelineOptions
{
    /// <summary>The tenant: prefix of its topics and part of every idempotency key.</summary>
    public required string Tenant { get; init; }

    /// <summary>Tokens of the source's ids: the keys of raw records, and the only form in which anything names an encounter or a charge.</summary>
    public required ISourceTokens Tokens { get; init; }

    /// <summary>Partitions of the raw charges, and so of every topic that is co-partitioned with them: what is told to all goes to each.</summary>
    public int Partitions { get; init; } = 1;

    /// <summary>CDF_MEANING (code set 261) of the encounter status that voids its charges.</summary>
    public string CancelledEncounterMeaning { get; init; } = "CANCELLED";

    /// <summary>What the site declares of the form of its codes.</summary>
    public Reference.CodeShapes CodeShapes { get; init; } = Reference.CodeShapes.None;

    /// <summary>Told of every raw payload that intake opens; null where nothing is logged, as in tests and simulations.</summary>
    public IPhiAccessLog? Access { get; init; }

    /// <summary>Told how the charges stand; null where nobody asks.</summary>
    public IChargeObserver? Observer { get; init; }

    /// <summary>The copy for analytics; null where the register names nobody who gets one.</summary>
    public AnalyticsOptions? Analytics { get; init; }

    /// <summary>How often parked charges are looked at for rows that have come.</summary>
    public TimeSpan ParkedLook { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many parked charges one look releases at most, so that a transaction stays short.</summary>
    public int MostReleasedPerLook { get; init; } = 1000;

    /// <summary>Where the watermark table lives beside its changelog.</summary>
    public StoreKind StoreKind { get; init; } = StoreKind.InMemory;

    /// <summary>Told of every decision that was not passed over, and of what became of it; null where nobody listens. After a crash it may be told again.</summary>
    public Action<ReviewDecision, DecisionOutcome>? Decided { get; init; }

    /// <summary>Takes decisions without signatures for those of the people they name: for the model test alone, whose reviewers are dice.</summary>
    internal bool BelieveReviewers { get; init; }

    /// <summary>Makes another machine than the product's, for the model test that breaks one rule at a time; null for the product's.</summary>
    internal Func<IReferenceData, IEncounterStates, IChargeMachine>? Machine { get; init; }
}
