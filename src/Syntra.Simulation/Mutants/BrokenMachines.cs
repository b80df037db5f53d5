using Syntra.Contracts;
using Syntra.Topology.Posting;

namespace Syntra.Simulation.Mutants;

/// <summary>Passes everything through; a mutant overrides the one decision that it breaks.</summary>
internal abstract class BrokenMachine(IChargeMachine inner) : IChargeMachine
{
    public virtual Transition Received(string recordId, PostedCharge? state, ReceivedCharge version) => Broken(inner.Received(recordId, state, version));

    public Transition Deleted(string recordId, PostedCharge? state, RawDelete delete, int partition, long offset) =>
        Broken(inner.Deleted(recordId, state, delete, partition, offset));

    public Transition Answered(PostedCharge? state, JournalReceipt receipt, int partition, long offset) => Broken(inner.Answered(state, receipt, partition, offset));

    public Transition RowArrived(PostedCharge state) => Broken(inner.RowArrived(state));

    public Transition EncounterChanged(PostedCharge state) => Broken(inner.EncounterChanged(state));

    public virtual Transition Decided(PostedCharge? state, ReviewDecision decision) => Broken(inner.Decided(state, decision));

    /// <summary>What becomes of a transition; nothing unless overridden.</summary>
    protected virtual Transition Broken(Transition transition) => transition;
}

/// <inheritdoc cref="Mutant"/>
internal sealed class RecomputedReversals(IChargeMachine inner) : BrokenMachine(inner)
{
    private const string Prefix = "REVERSE-";

    protected override Transition Broken(Transition transition)
    {
        if (transition.State?.Pending is not { } pending || Recomputed(pending) is not { } other)
        {
            return transition;
        }

        return new Transition(
            transition.State with { Pending = other },
            [.. transition.Outputs.Select(o => o is PostingOutput.Post post && post.Instruction == pending ? new PostingOutput.Post(other) : o)]);
    }

    private static JournalInstruction? Recomputed(JournalInstruction instruction)
    {
        var today = instruction.Lines.Where(l => !l.Role.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(l => Prefix + l.Role, l => l.Segments, StringComparer.Ordinal);
        return today.Count == 0 || today.Count == instruction.Lines.Count
            ? null
            : instruction with { Lines = [.. instruction.Lines.Select(l => today.TryGetValue(l.Role, out var segments) ? l with { Segments = segments } : l)] };
    }
}

/// <inheritdoc cref="Mutant"/>
internal sealed class StaleVersions(IChargeMachine inner) : BrokenMachine(inner)
{
    public override Transition Received(string recordId, PostedCharge? state, ReceivedCharge version) => base.Received(
        recordId, state is not null && version.Charge.SourceVersion < state.SourceVersion ? state with { SourceVersion = version.Charge.SourceVersion - 1 } : state, version);
}

/// <inheritdoc cref="Mutant"/>
internal sealed class FirstVersionsElsewhere(IChargeMachine inner, IChargeMachine first) : BrokenMachine(inner)
{
    public override Transition Received(string recordId, PostedCharge? state, ReceivedCharge version) =>
        state is null ? first.Received(recordId, state, version) : base.Received(recordId, state, version);
}

/// <inheritdoc cref="Mutant"/>
internal sealed class ManyFacedApprovers(IChargeMachine inner) : BrokenMachine(inner)
{
    public override Transition Decided(PostedCharge? state, ReviewDecision decision) =>
        base.Decided(state, decision with { Who = FormattableString.Invariant($"{decision.Who}#{state?.Review?.Decisions.Count ?? 0}") });
}

/// <inheritdoc cref="Mutant"/>
internal sealed class FlippedCredits(IChargeMachine inner) : BrokenMachine(inner)
{
    public override Transition Received(string recordId, PostedCharge? state, ReceivedCharge version)
    {
        var raw = version.Charge;
        return base.Received(recordId, state, raw.ChargeType == "CR"
            ? version with { Charge = raw with { UnitPrice = raw.UnitPrice?.TrimStart('-'), ExtendedPrice = raw.ExtendedPrice?.TrimStart('-') } }
            : version);
    }
}
