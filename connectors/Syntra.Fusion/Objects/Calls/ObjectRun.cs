using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Calls;

/// <summary>One attempt at one instruction: what is known so far, and how it ended.</summary>
internal sealed class ObjectRun<TState>(ObjectAttempt attempt)
{
    public ObjectInstruction Instruction { get; } = attempt.Instruction;

    /// <summary>Nothing was asked before the first change: whatever Fusion says no to may be there already.</summary>
    public bool IsUnasked { get; set; } = attempt.IsFirst;

    public TState State { get; set; } = default!;

    public StepEffect Effect { get; private set; }

    public int Steps { get; set; }

    public int Conflicts { get; set; }

    public ObjectResult? Result { get; set; }

    public void Did(StepEffect effect) => Effect = effect > Effect ? effect : Effect;

    public ObjectResult Done((string Name, string? Value)[] ids) => new ObjectResult.Done(
        Effect switch
        {
            StepEffect.Creates => ObjectOutcome.Created,
            StepEffect.Updates => ObjectOutcome.Updated,
            _ => ObjectOutcome.Unchanged,
        },
        ids.Where(i => i.Value is not null).ToDictionary(i => i.Name, i => i.Value!, StringComparer.Ordinal));
}
