using System.Net;

namespace Syntra.Fusion.Rest;

/// <summary>What a failed call to Fusion means for the caller: the one taxonomy, mapped in <see cref="FusionErrors"/> alone.</summary>
public enum FusionErrorKind
{
    /// <summary>Surely not done (for a read: simply to be repeated). Back off and repeat the same call.</summary>
    Retriable,

    /// <summary>A write that may or may not have been done. Ask before anything is sent again.</summary>
    UnknownOutcome,

    /// <summary>Surely not done, and no repetition helps until a person changes rights or credentials.</summary>
    FatalConfiguration,

    /// <summary>Surely not done: Fusion refuses this very request.</summary>
    Poison,
}

/// <summary>A call to Fusion failed. The message holds operation, status and, of Fusion's own text, the words that it may be quoted with; never what we sent.</summary>
public sealed class FusionException : Exception
{
    internal FusionException(FusionErrorKind kind, string operation, string detail, HttpStatusCode? status = null, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(status is { } code ? $"{operation}: {(int)code} {detail}" : $"{operation}: {detail}", inner)
    {
        Kind = kind;
        Operation = operation;
        Status = status;
        RetryAfter = retryAfter;
    }

    /// <summary>What the caller may do.</summary>
    public FusionErrorKind Kind { get; }

    /// <summary>Name of the operation, for example submitESSJobRequest.</summary>
    public string Operation { get; }

    /// <summary>HTTP status, or null where there was no answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>How long Fusion asks us to stay away.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Fusion's own code, for example FND-2825, where it gives one.</summary>
    public string? Code { get; init; }

    /// <summary>The attribute that Fusion names, where it names one.</summary>
    public string? Attribute { get; init; }

    /// <summary>Whether the answer was a SOAP fault: a refusal comes as a 500 there.</summary>
    internal bool IsFault { get; init; }

    /// <summary>The same, known not to have been done.</summary>
    internal FusionException AsPoison(string? code) => new(FusionErrorKind.Poison, Operation, Reports.FusionText.Quote(Detail ?? "", []), Status, RetryAfter, this) { Code = code, Attribute = Attribute, Detail = Detail };

    /// <summary>Fusion's own text alone. May repeat what was sent.</summary>
    internal string? Detail { get; init; }

    /// <summary>For a caller that has made sure that repeating is harmless.</summary>
    internal FusionException AsRetriable() => new(FusionErrorKind.Retriable, Operation, Message, Status, RetryAfter, this);
}
