using System.Security.Cryptography;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;

namespace Syntra.Governance.Keys;

/// <summary>
/// AWS KMS: one customer-managed symmetric key per tenant, the context as encryption context (shown in CloudTrail, so it names no person).
/// KMS holds the key-encryption keys; automatic or on-demand rotation keeps the key id and old blobs go on unwrapping.
/// </summary>
public sealed class AwsKmsKeyService : IKeyEncryptionService
{
    /// <summary>Days that KMS waits before it destroys a key: the least it accepts.</summary>
    public const int DestructionWaitDays = 7;

    private readonly IAmazonKeyManagementService _client;
    private readonly Func<string, string?> _keyOfTenant;

    /// <summary>Uses a client of the caller's (region, credentials, retries are its).</summary>
    /// <param name="client">The client.</param>
    /// <param name="keyOfTenant">Key id, ARN or alias for a tenant; null for a tenant that has none.</param>
    public AwsKmsKeyService(IAmazonKeyManagementService client, Func<string, string?> keyOfTenant)
    {
        _client = client;
        _keyOfTenant = keyOfTenant;
    }

    /// <inheritdoc/>
    public ValueTask<WrappedKey> GenerateDataKeyAsync(KeyContext context, Memory<byte> plaintext, CancellationToken cancellation) =>
        AwsKmsFaults.Mapped(async () =>
        {
            var answer = await _client.GenerateDataKeyAsync(
                new GenerateDataKeyRequest
                {
                    KeyId = KeyOf(context.Tenant),
                    KeySpec = DataKeySpec.AES_256,
                    EncryptionContext = Bound(context),
                },
                cancellation);
            Take(answer.Plaintext, plaintext.Span);
            return new WrappedKey(answer.KeyId, answer.CiphertextBlob.ToArray());
        });

    /// <inheritdoc/>
    public async ValueTask DecryptAsync(WrappedKey wrapped, KeyContext context, Memory<byte> plaintext, CancellationToken cancellation) =>
        await AwsKmsFaults.Mapped(async () =>
        {
            // Naming the key makes KMS refuse a blob of any other tenant's key.
            var answer = await _client.DecryptAsync(
                new DecryptRequest
                {
                    KeyId = KeyOf(context.Tenant),
                    CiphertextBlob = new MemoryStream(wrapped.Blob, writable: false),
                    EncryptionContext = Bound(context),
                },
                cancellation);
            Take(answer.Plaintext, plaintext.Span);
            return true;
        });

    /// <inheritdoc/>
    public ValueTask<WrappedKey> ReEncryptAsync(WrappedKey wrapped, KeyContext context, CancellationToken cancellation) =>
        AwsKmsFaults.Mapped(async () =>
        {
            var answer = await _client.ReEncryptAsync(
                new ReEncryptRequest
                {
                    SourceKeyId = wrapped.KekId,
                    DestinationKeyId = KeyOf(context.Tenant),
                    CiphertextBlob = new MemoryStream(wrapped.Blob, writable: false),
                    SourceEncryptionContext = Bound(context),
                    DestinationEncryptionContext = Bound(context),
                },
                cancellation);
            return new WrappedKey(answer.KeyId, answer.CiphertextBlob.ToArray());
        });

    /// <inheritdoc/>
    public ValueTask<KekDescription> DescribeAsync(string tenant, CancellationToken cancellation) =>
        AwsKmsFaults.Mapped(() => Describe(tenant, cancellation));

    /// <inheritdoc/>
    public ValueTask<KekDescription> RotateAsync(string tenant, CancellationToken cancellation) =>
        AwsKmsFaults.Mapped(async () =>
        {
            await _client.RotateKeyOnDemandAsync(new RotateKeyOnDemandRequest { KeyId = KeyOf(tenant) }, cancellation);
            return await Describe(tenant, cancellation);
        });

    /// <inheritdoc/>
    public ValueTask<KekDescription> ShredAsync(string tenant, CancellationToken cancellation) =>
        AwsKmsFaults.Mapped(async () =>
        {
            var before = await Describe(tenant, cancellation);
            if (before.DestroyedAt is null)
            {
                // Scheduling also stops every use of the key at once.
                await _client.ScheduleKeyDeletionAsync(
                    new ScheduleKeyDeletionRequest { KeyId = KeyOf(tenant), PendingWindowInDays = DestructionWaitDays }, cancellation);
            }

            return await Describe(tenant, cancellation);
        });

    private static Dictionary<string, string> Bound(KeyContext context) => new(StringComparer.Ordinal)
    {
        ["syntra:tenant"] = context.Tenant,
        ["syntra:domain"] = context.Domain,
        ["syntra:purpose"] = context.Purpose,
    };

    private static void Take(MemoryStream answer, Span<byte> plaintext)
    {
        var bytes = answer.ToArray();
        try
        {
            if (bytes.Length != DataKeyCacheOptions.KeySize)
            {
                throw new KeyException(KeyFault.Tampered, "KMS gave a data key of another length than 256 bits.");
            }

            bytes.CopyTo(plaintext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            if (answer.TryGetBuffer(out var buffer))
            {
                CryptographicOperations.ZeroMemory(buffer);
            }
        }
    }

    private async Task<KekDescription> Describe(string tenant, CancellationToken cancellation)
    {
        var answer = await _client.DescribeKeyAsync(new DescribeKeyRequest { KeyId = KeyOf(tenant) }, cancellation);
        var key = answer.KeyMetadata;
        var ends = key.KeyState == KeyState.PendingDeletion && key.DeletionDate is { } date ? new DateTimeOffset(date.ToUniversalTime()) : (DateTimeOffset?)null;
        return new KekDescription(key.Arn ?? key.KeyId, key.KeyState == KeyState.Enabled, ends);
    }

    private string KeyOf(string tenant) =>
        _keyOfTenant(tenant) ?? throw new KeyException(KeyFault.NotFound, $"Tenant '{tenant}' has no KMS key in the configuration.");
}
