namespace Syntra.Cerner.Fhir.Client;

/// <summary>One FHIR server, and how it is called.</summary>
public sealed record FhirClientOptions
{
    /// <summary>Service root, for example <c>https://fhir-ehr.cerner.com/r4/tenant</c>. Ids have a meaning under it only.</summary>
    public required Uri Base { get; init; }

    /// <summary>Whether loopback, link-local and private addresses may be reached: for a server within the hospital, and for tests.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>Time for one call, its body included.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Largest answer, unpacked.</summary>
    public int MaxBodyBytes { get; init; } = 32 << 20;

    /// <summary>Calls made for one request before its fault is passed on.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>First pause after a failure; it doubles up to <see cref="BackoffCap"/>, with jitter.</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause of our own, and longest Retry-After that is waited for within a call; a longer one is passed on.</summary>
    public TimeSpan BackoffCap { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pages of one walk after which it is given up: a server whose links never end.</summary>
    public int MaxPages { get; init; } = 100_000;

    /// <summary><c>_count</c> of searches; null leaves it to the server.</summary>
    public int? PageSize { get; init; } = 100;

    /// <summary>What is wrong, one sentence each with the cure; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (!Base.IsAbsoluteUri || Base.Scheme is not ("https" or "http") || Base.Query.Length > 0 || Base.Fragment.Length > 0 || Base.UserInfo.Length > 0)
        {
            errors.Add("Base must be an absolute http(s) address without query, fragment or user: give the service root.");
        }
        else if (Base.Scheme == "http" && !Base.IsLoopback)
        {
            errors.Add("Base is plain http beyond loopback: give the https address.");
        }

        if (CallTimeout <= TimeSpan.Zero || MaxBodyBytes < 1024 || MaxAttempts < 1 || MaxPages < 1 || PageSize is < 1 or > 1000)
        {
            errors.Add("CallTimeout must be above zero, MaxBodyBytes at least 1024, MaxAttempts and MaxPages at least 1, PageSize 1 to 1000.");
        }

        if (BackoffBase <= TimeSpan.Zero || BackoffCap < BackoffBase)
        {
            errors.Add("BackoffBase must be above zero and BackoffCap not below it.");
        }

        return errors;
    }
}
