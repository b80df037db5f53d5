namespace Syntra.Fusion.Rest;

/// <summary>Where Fusion is and how patiently it is called.</summary>
public sealed record FusionClientOptions
{
    /// <summary>Root of the pod, for example <c>https://pod.fa.ocs.oraclecloud.com/</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>How calls are signed in.</summary>
    public required FusionCredentials Credentials { get; init; }

    /// <summary>Pinned version of the REST resources.</summary>
    public string ResourceVersion { get; init; } = "11.13.18.05";

    /// <summary>For one upload.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For one job submission.</summary>
    public TimeSpan SubmitTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For one read.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Repetitions of a read before its caller hears of the trouble.</summary>
    public int ReadRetries { get; init; } = 4;

    /// <summary>First pause between repetitions; doubles, with jitter, up to <see cref="MaximumRetryDelay"/>.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pause of our own choice; a longer Retry-After is honoured.</summary>
    public TimeSpan MaximumRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Calls at the same time.</summary>
    public int MaximumConcurrentCalls { get; init; } = 16;

    /// <summary>Largest answer, bytes.</summary>
    public int MaximumAnswerBytes { get; init; } = 64 << 20;

    /// <summary>Largest zip to upload, bytes (third-party figure for FBDI: 250 MB).</summary>
    public int MaximumUploadBytes { get; init; } = 200 << 20;

    /// <summary>Rows asked for per page; Fusion caps at 499 or 500.</summary>
    public int PageSize { get; init; } = 499;

    /// <summary>Checks the options against each other.</summary>
    /// <exception cref="ArgumentException">Names the option and the cure.</exception>
    public void Validate()
    {
        Require(BaseUrl.IsAbsoluteUri && BaseUrl.Scheme is "http" or "https", nameof(BaseUrl), "an absolute http or https URL");
        Require(ReadRetries >= 0, nameof(ReadRetries), "0 or more");
        Require(MaximumConcurrentCalls > 0, nameof(MaximumConcurrentCalls), "1 or more");
        Require(PageSize is > 0 and <= 500, nameof(PageSize), "1 to 500");
        Require(UploadTimeout > TimeSpan.Zero && SubmitTimeout > TimeSpan.Zero && ReadTimeout > TimeSpan.Zero, "timeouts", "longer than zero");
        Require(RetryDelay > TimeSpan.Zero && MaximumRetryDelay >= RetryDelay, nameof(RetryDelay), "longer than zero and at most MaximumRetryDelay");
        Credentials.Validate();
    }

    private static void Require(bool condition, string option, string cure)
    {
        if (!condition)
        {
            throw new ArgumentException($"Fusion client option {option} must be {cure}.");
        }
    }
}
