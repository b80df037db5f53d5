using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;

namespace Syntra.Cerner.Events.Signatures;

/// <summary>A request as a check sees it: before anything of the body is parsed.</summary>
/// <param name="Headers">Headers.</param>
/// <param name="Body">The body as it came over the wire.</param>
/// <param name="Certificate">The client's certificate; null without one.</param>
internal sealed record HookRequest(IHeaderDictionary Headers, ReadOnlyMemory<byte> Body, X509Certificate2? Certificate);

/// <summary>What a check found.</summary>
internal enum CheckOutcome
{
    /// <summary>It is the sender.</summary>
    Passed,

    /// <summary>It is not, or too late.</summary>
    Refused,

    /// <summary>It cannot be told now: the keys to check with cannot be had.</summary>
    Unavailable,
}

/// <summary>A check's finding.</summary>
/// <param name="Outcome">What was found.</param>
/// <param name="Reason">For the log: a word, never a value.</param>
/// <param name="MessageId">The message's own id, where the signature covers one.</param>
internal readonly record struct CheckResult(CheckOutcome Outcome, string Reason, string? MessageId = null)
{
    internal static CheckResult Pass(string? messageId = null) => new(CheckOutcome.Passed, "", messageId);

    internal static CheckResult Refuse(string reason) => new(CheckOutcome.Refused, reason);
}

/// <summary>One way by which a sender shows that it is itself.</summary>
internal interface ISenderCheck
{
    /// <summary>Checks a request.</summary>
    ValueTask<CheckResult> CheckAsync(HookRequest request, CancellationToken ct);
}
