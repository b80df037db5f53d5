using Syntra.Governance.Keys;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Keys;

/// <summary>What every key-encryption service must do. Each implementation subclasses it and passes the same tests.</summary>
public abstract class KeyEncryptionContract : IAsyncLifetime
{
    private static readonly KeyContext North = new("north", "charge", "payload");
    private static readonly KeyContext South = new("south", "charge", "payload");

    private IKeyEncryptionService _service = null!;

    internal ManualTime Time { get; } = new();

    public async ValueTask InitializeAsync() => _service = await StartAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task What_is_wrapped_is_unwrapped()
    {
        var (key, wrapped) = await Generate(North);
        Assert.Equal(key, await Decrypt(wrapped, North));
        Assert.Contains(key, b => b != 0);
        Assert.Equal(-1, wrapped.Blob.AsSpan().IndexOf(key));
    }

    [Fact]
    public async Task Every_data_key_is_another() => Assert.NotEqual((await Generate(North)).Key, (await Generate(North)).Key);

    [Theory]
    [InlineData("south", "charge", "payload")]
    [InlineData("north", "supply", "payload")]
    [InlineData("north", "charge", "token")]
    public async Task Another_context_does_not_unwrap(string tenant, string domain, string purpose)
    {
        var (_, wrapped) = await Generate(North);
        await Refused(KeyFault.Tampered, () => Decrypt(wrapped, new KeyContext(tenant, domain, purpose)));
        await Refused(KeyFault.Tampered, async () => await _service.ReEncryptAsync(wrapped, new KeyContext("north", domain + "x", purpose), default));
    }

    [Fact]
    public async Task Every_altered_byte_is_found()
    {
        var (_, wrapped) = await Generate(North);
        for (var i = 0; i < wrapped.Blob.Length; i++)
        {
            var altered = (byte[])wrapped.Blob.Clone();
            altered[i] ^= 1;
            var error = await Assert.ThrowsAsync<KeyException>(() => Decrypt(wrapped with { Blob = altered }, North));
            Assert.True(error.Fault is KeyFault.Tampered or KeyFault.NotFound, $"byte {i}: {error.Fault}");
        }
    }

    [Fact]
    public async Task After_a_rotation_old_keys_open_and_new_ones_are_under_the_new_version()
    {
        var (key, old) = await Generate(North);
        await _service.RotateAsync("north", default);
        Assert.Equal(key, await Decrypt(old, North));
        var rewrapped = await _service.ReEncryptAsync(old, North, default);
        Assert.NotEqual(old.Blob, rewrapped.Blob);
        Assert.Equal(key, await Decrypt(rewrapped, North));
        Assert.Equal(2, Versions("north"));
    }

    [Fact]
    public async Task A_shredded_tenant_is_gone_and_its_neighbour_is_not()
    {
        var (_, wrapped) = await Generate(North);
        var (southKey, south) = await Generate(South);
        Assert.True((await _service.DescribeAsync("north", default)).Enabled);
        var shredded = await _service.ShredAsync("north", default);
        Assert.False(shredded.Enabled);
        Assert.NotNull(shredded.DestroyedAt);
        await Refused(KeyFault.Shredded, () => Decrypt(wrapped, North));
        await Refused(KeyFault.Shredded, () => Generate(North));
        await Refused(KeyFault.Shredded, async () => await _service.RotateAsync("north", default));
        Assert.Equal(southKey, await Decrypt(south, South));
        Assert.Equal(shredded, await _service.ShredAsync("north", default));
    }

    [Fact]
    public async Task An_unknown_tenant_has_no_key_and_gets_none()
    {
        await Refused(KeyFault.NotFound, () => Generate(new KeyContext("east", "charge", "payload")));
        await Refused(KeyFault.NotFound, async () => await _service.DescribeAsync("east", default));
    }

    /// <summary>Starts the service with tenants north and south.</summary>
    internal abstract Task<IKeyEncryptionService> StartAsync();

    internal abstract int Versions(string tenant);

    private static async Task Refused(KeyFault fault, Func<Task> call) => Assert.Equal(fault, (await Assert.ThrowsAsync<KeyException>(call)).Fault);

    private async Task<(byte[] Key, WrappedKey Wrapped)> Generate(KeyContext context)
    {
        var key = new byte[DataKeyCacheOptions.KeySize];
        var wrapped = await _service.GenerateDataKeyAsync(context, key, default);
        return (key, wrapped);
    }

    private async Task<byte[]> Decrypt(WrappedKey wrapped, KeyContext context)
    {
        var key = new byte[DataKeyCacheOptions.KeySize];
        await _service.DecryptAsync(wrapped, context, key, default);
        return key;
    }
}
