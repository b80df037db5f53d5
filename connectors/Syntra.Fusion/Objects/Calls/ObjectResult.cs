using Syntra.Contracts;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Calls;

/// <summary>How one attempt at one instruction ended.</summary>
internal abstract record ObjectResult
{
    private ObjectResult()
    {
    }

    /// <summary>It stands in Fusion.</summary>
    public sealed record Done(ObjectOutcome Outcome, IReadOnlyDictionary<string, string> Ids) : ObjectResult;

    /// <summary>It does not, and repeating it does not help.</summary>
    public sealed record Refused(ObjectErrorClass Class, string Code, string? Reason) : ObjectResult;

    /// <summary>To be tried again; every attempt begins by asking what stands.</summary>
    public sealed record Again(FusionException Cause) : ObjectResult;
}
