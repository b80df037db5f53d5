using Syntra.Governance.Keys;
using Syntra.Governance.Sealing;

namespace Syntra.Governance.Tests.Support;

/// <summary>A key service that can be switched off, with a store, a cache and a sealer over it.</summary>
internal sealed class SealingBench : IDisposable
{
    public static readonly SealContext Place = new("north", "raw.millennium.charge", 7, "t1abc");

    private readonly TempFolder _folder = new();

    public SealingBench(DataKeyCacheOptions? options = null)
    {
        var file = new LocalKeyFile(_folder["keys.json"], Time);
        file.CreateTenant("north");
        file.CreateTenant("south");
        Service = new SwitchedKeyService(file);
        Store = new SqliteWrappedKeyStore(_folder["wrapped.db"]);
        Options = options ?? new DataKeyCacheOptions();
        Cache = NewCache();
        Sealer = new PayloadSealer(Cache, "charge");
        Lifecycle = new KeyLifecycle(Service, Store, Cache, Time, Audit, "operator");
    }

    public ManualTime Time { get; } = new();

    public RecordingAudit Audit { get; } = new();

    public DataKeyCacheOptions Options { get; }

    public SwitchedKeyService Service { get; }

    public SqliteWrappedKeyStore Store { get; }

    public DataKeyCache Cache { get; }

    public PayloadSealer Sealer { get; }

    public KeyLifecycle Lifecycle { get; }

    public string KeyFile => _folder["keys.json"];

    public DataKeyCache NewCache() => new(Service, Store, Options, Time, Audit);

    public void Dispose()
    {
        Cache.Dispose();
        Store.Dispose();
        _folder.Dispose();
    }
}

internal sealed class SwitchedKeyService(IKeyEncryptionService inner) : IKeyEncryptionService
{
    private int _calls;

    public bool Down { get; set; }

    public int Calls => _calls;

    public ValueTask<WrappedKey> GenerateDataKeyAsync(KeyContext context, Memory<byte> plaintext, CancellationToken cancellation) =>
        Up().GenerateDataKeyAsync(context, plaintext, cancellation);

    public ValueTask DecryptAsync(WrappedKey wrapped, KeyContext context, Memory<byte> plaintext, CancellationToken cancellation) =>
        Up().DecryptAsync(wrapped, context, plaintext, cancellation);

    public ValueTask<WrappedKey> ReEncryptAsync(WrappedKey wrapped, KeyContext context, CancellationToken cancellation) =>
        Up().ReEncryptAsync(wrapped, context, cancellation);

    public ValueTask<KekDescription> DescribeAsync(string tenant, CancellationToken cancellation) => Up().DescribeAsync(tenant, cancellation);

    public ValueTask<KekDescription> RotateAsync(string tenant, CancellationToken cancellation) => Up().RotateAsync(tenant, cancellation);

    public ValueTask<KekDescription> ShredAsync(string tenant, CancellationToken cancellation) => Up().ShredAsync(tenant, cancellation);

    private IKeyEncryptionService Up()
    {
        Interlocked.Increment(ref _calls);
        return Down ? throw new KeyException(KeyFault.Unavailable, "down") : inner;
    }
}
