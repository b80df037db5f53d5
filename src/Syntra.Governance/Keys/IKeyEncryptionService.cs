namespace Syntra.Governance.Keys;

/// <summary>A data key under a key-encryption key. Harmless without the service that wrapped it.</summary>
/// <param name="KekId">Key-encryption key and, where the service has versions, the version.</param>
/// <param name="Blob">What the service gave; only it can read it.</param>
public sealed record WrappedKey(string KekId, byte[] Blob);

/// <summary>State of a tenant's key-encryption key.</summary>
/// <param name="KekId">Its id.</param>
/// <param name="Enabled">Whether it wraps and unwraps.</param>
/// <param name="DestroyedAt">When it is or was destroyed; null while it lives.</param>
public sealed record KekDescription(string KekId, bool Enabled, DateTimeOffset? DestroyedAt);

/// <summary>
/// Wraps data keys: one key-encryption key per tenant. Every failure is a <see cref="KeyException"/>.
/// Plaintext keys are the caller's to wipe.
/// </summary>
public interface IKeyEncryptionService
{
    /// <summary>A new 256-bit data key: its plaintext goes into <paramref name="plaintext"/> (32 bytes), its wrapped form is returned.</summary>
    ValueTask<WrappedKey> GenerateDataKeyAsync(KeyContext context, Memory<byte> plaintext, CancellationToken cancellation);

    /// <summary>Unwraps into <paramref name="plaintext"/> (32 bytes). Another context than at wrapping is <see cref="KeyFault.Tampered"/>.</summary>
    ValueTask DecryptAsync(WrappedKey wrapped, KeyContext context, Memory<byte> plaintext, CancellationToken cancellation);

    /// <summary>Wraps the same data key under the tenant's current key-encryption key; the plaintext never leaves the service.</summary>
    ValueTask<WrappedKey> ReEncryptAsync(WrappedKey wrapped, KeyContext context, CancellationToken cancellation);

    /// <summary>The tenant's key-encryption key as it stands.</summary>
    ValueTask<KekDescription> DescribeAsync(string tenant, CancellationToken cancellation);

    /// <summary>Makes a new version of the tenant's key-encryption key current. Older versions go on unwrapping.</summary>
    ValueTask<KekDescription> RotateAsync(string tenant, CancellationToken cancellation);

    /// <summary>
    /// Ends the tenant's key-encryption key: from now on nothing of the tenant unwraps. The description says when it is gone for good
    /// (at once for a key file; after the waiting time for AWS KMS, until when it can be called back).
    /// </summary>
    ValueTask<KekDescription> ShredAsync(string tenant, CancellationToken cancellation);
}
