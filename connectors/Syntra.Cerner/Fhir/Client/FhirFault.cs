using System.Globalization;

namespace Syntra.Cerner.Fhir.Client;

/// <summary>What a failed call to a FHIR server means for the one who made it.</summary>
public enum FhirFaultKind
{
    /// <summary>No answer, or one that says that the server is not well (408, 500, 502, 503, 504): the same call again later.</summary>
    Unreachable,

    /// <summary>429: later, and less.</summary>
    Throttled,

    /// <summary>401, a fresh token included, or the token endpoint refuses: credentials or scopes need a person.</summary>
    Unauthorized,

    /// <summary>403. Millennium answers so to a wrong tenant too, not with 404.</summary>
    Forbidden,

    /// <summary>404: not there, or not visible to this client.</summary>
    NotFound,

    /// <summary>410: deleted.</summary>
    Gone,

    /// <summary>422: more matches than the server gives out (Millennium: 1,000 patients). Ask for less.</summary>
    TooMany,

    /// <summary>Another 4xx: the call is wrong and stays so.</summary>
    Refused,

    /// <summary>500 that says that the server's own data are at fault (a required element is missing): no repetition mends it.</summary>
    Defect,

    /// <summary>A redirect, a link to another server, or an address that must not be reached: not followed.</summary>
    Untrusted,

    /// <summary>What came is not what FHIR says.</summary>
    Unreadable,

    /// <summary>What came is larger than the limit.</summary>
    TooLarge,

    /// <summary>A page that the server itself linked to is gone: the walk begins anew.</summary>
    PageLost,
}

/// <summary>A call failed. Holds status, codes and counts; never a value, an address or a text of the server.</summary>
public sealed class FhirFaultException : Exception
{
    /// <summary>Makes one.</summary>
    public FhirFaultException(FhirFaultKind kind, string what, int status = 0, IReadOnlyList<string>? codes = null, Exception? inner = null)
        : base(Text(kind, what, status, codes), inner) => (Kind, Status, IssueCodes) = (kind, status, codes ?? []);

    /// <summary>What it means.</summary>
    public FhirFaultKind Kind { get; }

    /// <summary>HTTP status; 0 where there was no answer.</summary>
    public int Status { get; }

    /// <summary>Issue types of the OperationOutcome, of FHIR's own list only.</summary>
    public IReadOnlyList<string> IssueCodes { get; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same call may go well later.</summary>
    public bool IsRetriable => Kind is FhirFaultKind.Unreachable or FhirFaultKind.Throttled;

    private static string Text(FhirFaultKind kind, string what, int status, IReadOnlyList<string>? codes) =>
        $"{kind}: {what}" + (status == 0 ? "" : " (HTTP " + status.ToString(CultureInfo.InvariantCulture) + ")") + (codes is { Count: > 0 } ? " " + string.Join(',', codes) : "");
}
