namespace Syntra.Governance.Keys;

/// <summary>Limits on data keys. The defaults follow SP 800-38D with room to spare; AWS advises the least caching that meets the goal.</summary>
public sealed record DataKeyCacheOptions
{
    /// <summary>Bytes of a data key: AES-256.</summary>
    public const int KeySize = 32;

    /// <summary>How long one data key seals. Default 1 hour.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many payloads one data key seals. Default 2^26; never above 2^32 - 1, which the nonce counts.</summary>
    public long MaxMessages { get; init; } = 1L << 26;

    /// <summary>How many plaintext bytes one data key seals. Default 256 GiB.</summary>
    public long MaxBytes { get; init; } = 1L << 38;

    /// <summary>Share of any limit after which the next key is fetched in the background. Default 0.8.</summary>
    public double RefreshAt { get; init; } = 0.8;

    /// <summary>How long an unwrapped key opens payloads before it is asked for again. Default 1 hour.</summary>
    public TimeSpan OpenMaxAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How much longer it opens while the key service is down. Default 4 hours; zero switches this off.</summary>
    public TimeSpan StaleBound { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Unwrapped keys held for opening; beyond that the least recently used is wiped. Default 256.</summary>
    public int MaxOpenKeys { get; init; } = 256;

    /// <summary>Wait after a failed call before the service is asked again in the background. Default 5 s.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Who uses the keys, as the audit shows it.</summary>
    public string Actor { get; init; } = "syntra";

    internal DataKeyCacheOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaxAge, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessages, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxMessages, uint.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(RefreshAt);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RefreshAt, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(OpenMaxAge, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(StaleBound, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxOpenKeys, 1);
        return this;
    }
}
