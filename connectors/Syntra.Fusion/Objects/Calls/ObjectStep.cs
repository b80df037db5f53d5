using Syntra.Contracts;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Calls;

/// <summary>What a call does to the object.</summary>
internal enum StepEffect
{
    /// <summary>Reads.</summary>
    None,

    /// <summary>Changes what is there, or finishes what was begun.</summary>
    Updates,

    /// <summary>Makes it.</summary>
    Creates,
}

/// <summary>The next thing to do for one instruction, given what is known of the object. The same knowledge always gives the same step.</summary>
internal abstract record ObjectStep<TState>
{
    private ObjectStep()
    {
    }

    /// <summary>One request, and what is known after its answer.</summary>
    /// <param name="Request">The request.</param>
    /// <param name="Effect">What it does.</param>
    /// <param name="Learn">From the answer of a 2xx to the new state; may throw <see cref="FusionException"/> or <see cref="ObjectRefusedException"/>.</param>
    public sealed record Call(FusionRequest Request, StepEffect Effect, Func<HttpAnswer, TState> Learn) : ObjectStep<TState>
    {
        /// <summary>How it goes into a batch; null where it must go alone.</summary>
        public BatchPart? Part { get; init; }
    }

    /// <summary>It stands as it should.</summary>
    public sealed record End(params (string Name, string? Value)[] Ids) : ObjectStep<TState>;

    /// <summary>It cannot.</summary>
    public sealed record Refuse(ObjectErrorClass Class, string Code, string? Reason = null) : ObjectStep<TState>;
}

/// <summary>A request as a part of a batch.</summary>
/// <param name="Root">Service root that the batch goes to.</param>
/// <param name="Path">From the root, with its query.</param>
/// <param name="Operation">get, create, upsert.</param>
internal sealed record BatchPart(string Root, string Path, string Operation);

/// <summary>Fusion says no inside a successful answer.</summary>
internal sealed class ObjectRefusedException(ObjectErrorClass errorClass, string code, string? reason) : Exception(code)
{
    public ObjectErrorClass Class { get; } = errorClass;

    public string Code { get; } = code;

    public string? Reason { get; } = reason;
}
