using System.Collections.Frozen;
using System.Net.Http.Headers;
using Syntra.Fhir;
using Syntra.Fhir.Resources;

namespace Syntra.Cerner.Fhir.Client;

/// <summary>Turns an answer that is no success into a fault, by its status and by the issue types of its OperationOutcome.</summary>
internal static class FaultMapper
{
    private const int MostCodes = 8;

    // FHIR's list of issue types. What is not on it may be anything, a value included, and becomes "other".
    private static readonly FrozenSet<string> IssueTypes = new[]
    {
        "invalid", "structure", "required", "value", "invariant", "security", "login", "unknown", "expired", "forbidden", "suppressed", "processing",
        "not-supported", "duplicate", "multiple-matches", "not-found", "deleted", "too-long", "code-invalid", "extension", "too-costly", "business-rule",
        "conflict", "transient", "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled", "informational",
    }.ToFrozenSet(StringComparer.Ordinal);

    internal static FhirFaultException Of(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter, string what)
    {
        var outcome = Outcome(body);
        var codes = Codes(outcome);
        return new FhirFaultException(KindOf(status, outcome, codes), what, status, codes) { RetryAfter = retryAfter };
    }

    /// <summary>Issue types that may be shown.</summary>
    internal static IReadOnlyList<string> Codes(OperationOutcome? outcome) =>
        outcome is null ? [] : [.. outcome.Issues.Select(i => i.Code is { } code && IssueTypes.Contains(code) ? code : "other").Distinct(StringComparer.Ordinal).Take(MostCodes)];

    internal static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? (header?.Date is { } at ? at - now : null);
        return wait is { } w && w < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static FhirFaultKind KindOf(int status, OperationOutcome? outcome, IReadOnlyList<string> codes) => status switch
    {
        401 => FhirFaultKind.Unauthorized,
        403 => FhirFaultKind.Forbidden,
        404 => FhirFaultKind.NotFound,
        410 => FhirFaultKind.Gone,
        429 => FhirFaultKind.Throttled,
        422 when codes.Count == 0 || codes.Contains("too-costly") || codes.Contains("business-rule") => FhirFaultKind.TooMany,
        >= 300 and < 400 => FhirFaultKind.Untrusted,
        408 or 425 => FhirFaultKind.Unreachable,
        // Some servers answer 400 or 503 and say in the outcome that it is load.
        _ when codes.Contains("throttled") => FhirFaultKind.Throttled,
        500 when outcome?.Issues.Any(i => i is { Severity: "fatal", Code: "required" or "structure" or "invariant" }) == true => FhirFaultKind.Defect,
        501 or 505 => FhirFaultKind.Refused,
        >= 500 => FhirFaultKind.Unreachable,
        _ => FhirFaultKind.Refused,
    };

    private static OperationOutcome? Outcome(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : FhirJson.Parse(body) as OperationOutcome;
        }
        catch (FhirException)
        {
            // An error page of whatever stands before the server; the status says enough.
            return null;
        }
    }
}
