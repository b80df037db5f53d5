using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Keys;

/// <summary>
/// Key-encryption keys in a file of this machine, for laptops and tests: mode 0600 or it is refused, replaced whole on every change.
/// It protects nothing from someone who can read the file; production uses <see cref="AwsKmsKeyService"/>.
/// A tenant's first key is made by <see cref="CreateTenant"/>, never on the way. One process writes at a time; others see its changes.
/// </summary>
public sealed class LocalKeyFile : IKeyEncryptionService
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    /// <summary>Uses the file at <paramref name="path"/>; it is made by the first <see cref="CreateTenant"/>.</summary>
    public LocalKeyFile(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
    }

    /// <summary>Gives a tenant its first key-encryption key. Does nothing when it has one; refuses a tenant that was shredded.</summary>
    public void CreateTenant(string tenant)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        Change(content =>
        {
            if (!content.Tenants.TryGetValue(tenant, out var keys))
            {
                content.Tenants.Add(tenant, keys = new LocalTenantKeys());
            }

            if (Living(tenant, keys).Count > 0)
            {
                return false;
            }

            AddVersion(keys);
            return true;
        });
    }

    /// <inheritdoc/>
    public ValueTask<WrappedKey> GenerateDataKeyAsync(KeyContext context, Memory<byte> plaintext, CancellationToken cancellation)
    {
        RandomNumberGenerator.Fill(plaintext.Span[..DataKeyCacheOptions.KeySize]);
        return Use(context.Tenant, keys => Wrap(keys[^1], context, plaintext.Span[..DataKeyCacheOptions.KeySize]));
    }

    /// <inheritdoc/>
    public ValueTask DecryptAsync(WrappedKey wrapped, KeyContext context, Memory<byte> plaintext, CancellationToken cancellation)
    {
        _ = Use(context.Tenant, keys =>
        {
            LocalKeyWrap.Unwrap(VersionFor(keys, context, wrapped), context, wrapped.Blob, plaintext.Span[..DataKeyCacheOptions.KeySize]);
            return true;
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<WrappedKey> ReEncryptAsync(WrappedKey wrapped, KeyContext context, CancellationToken cancellation) =>
        Use(context.Tenant, keys =>
        {
            Span<byte> plaintext = stackalloc byte[DataKeyCacheOptions.KeySize];
            try
            {
                LocalKeyWrap.Unwrap(VersionFor(keys, context, wrapped), context, wrapped.Blob, plaintext);
                return Wrap(keys[^1], context, plaintext);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(plaintext);
            }
        });

    /// <inheritdoc/>
    public ValueTask<KekDescription> DescribeAsync(string tenant, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(Describe(tenant, TenantOf(Read(), tenant)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<KekDescription> RotateAsync(string tenant, CancellationToken cancellation)
    {
        Change(content =>
        {
            var keys = TenantOf(content, tenant);
            _ = Living(tenant, keys);
            AddVersion(keys);
            return true;
        });
        return DescribeAsync(tenant, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<KekDescription> ShredAsync(string tenant, CancellationToken cancellation)
    {
        Change(
            content =>
            {
                var keys = TenantOf(content, tenant);
                keys.Keys.ForEach(k => CryptographicOperations.ZeroMemory(k.Material));
                keys.Keys.Clear();
                keys.Destroyed ??= _time.GetUtcNow();
                return true;
            },
            scrub: true);
        return DescribeAsync(tenant, cancellation);
    }

    private static WrappedKey Wrap(LocalKek kek, KeyContext context, ReadOnlySpan<byte> plaintext) =>
        new(KekId(context.Tenant, kek.Version), LocalKeyWrap.Wrap(kek, context, plaintext));

    private static string KekId(string tenant, int version) => string.Create(CultureInfo.InvariantCulture, $"local:{tenant}/{version}");

    private static LocalKek VersionFor(List<LocalKek> keys, KeyContext context, WrappedKey wrapped)
    {
        var version = LocalKeyWrap.VersionOf(wrapped.Blob);
        return keys.Find(k => k.Version == version)
            ?? throw new KeyException(KeyFault.NotFound, $"{KekId(context.Tenant, version)} is not in the key file.");
    }

    private static LocalTenantKeys TenantOf(LocalKeyFileContent content, string tenant) =>
        content.Tenants.GetValueOrDefault(tenant)
        ?? throw new KeyException(KeyFault.NotFound, $"The key file has no tenant '{tenant}'; make its key first.");

    private static List<LocalKek> Living(string tenant, LocalTenantKeys keys) =>
        keys.Destroyed is null ? keys.Keys : throw new KeyException(KeyFault.Shredded, $"The keys of tenant '{tenant}' were destroyed.");

    private static KekDescription Describe(string tenant, LocalTenantKeys keys) =>
        new(KekId(tenant, keys.Keys.Count == 0 ? 0 : keys.Keys[^1].Version), keys.Destroyed is null, keys.Destroyed);

    private void AddVersion(LocalTenantKeys keys) =>
        keys.Keys.Add(new LocalKek
        {
            Version = keys.Keys.Count == 0 ? 1 : keys.Keys[^1].Version + 1,
            Created = _time.GetUtcNow(),
            Material = RandomNumberGenerator.GetBytes(DataKeyCacheOptions.KeySize),
        });

    // The file is read for every use: at one use per data key and hour that costs nothing, and a shredding elsewhere is seen at once.
    private ValueTask<T> Use<T>(string tenant, Func<List<LocalKek>, T> use)
    {
        lock (_gate)
        {
            var content = Read();
            try
            {
                return ValueTask.FromResult(use(Living(tenant, TenantOf(content, tenant))));
            }
            finally
            {
                Wipe(content);
            }
        }
    }

    private void Change(Func<LocalKeyFileContent, bool> change, bool scrub = false)
    {
        lock (_gate)
        {
            var content = File.Exists(_path) ? Read() : new LocalKeyFileContent();
            try
            {
                if (change(content))
                {
                    var bytes = JsonSerializer.SerializeToUtf8Bytes(content, LocalKeyFileJson.Default.LocalKeyFileContent);
                    if (scrub)
                    {
                        PrivateFile.ReplaceAndScrub(_path, bytes);
                    }
                    else
                    {
                        PrivateFile.Replace(_path, bytes);
                    }

                    CryptographicOperations.ZeroMemory(bytes);
                }
            }
            finally
            {
                Wipe(content);
            }
        }
    }

    private LocalKeyFileContent Read()
    {
        if (!File.Exists(_path))
        {
            throw new KeyException(KeyFault.NotFound, "The key file is not there; make a tenant's key first.");
        }

        if (!PrivateFile.IsOwnerOnly(_path))
        {
            throw new KeyException(KeyFault.Invalid, "The key file can be read by others; set its mode to 0600 and rotate every key in it.");
        }

        var bytes = File.ReadAllBytes(_path);
        try
        {
            var content = JsonSerializer.Deserialize(bytes, LocalKeyFileJson.Default.LocalKeyFileContent);
            return content?.Format == LocalKeyFileContent.CurrentFormat
                ? content
                : throw new KeyException(KeyFault.Invalid, $"The key file is not of format {LocalKeyFileContent.CurrentFormat}.");
        }
        catch (JsonException)
        {
            // The inner message could quote the file, so it is left out.
            throw new KeyException(KeyFault.Invalid, "The key file is not readable JSON; restore it from its backup.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static void Wipe(LocalKeyFileContent content)
    {
        foreach (var kek in content.Tenants.Values.SelectMany(t => t.Keys))
        {
            CryptographicOperations.ZeroMemory(kek.Material);
        }
    }
}
