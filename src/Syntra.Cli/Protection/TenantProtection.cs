using Syntra.Cli.Configuration;
using Syntra.Governance.Audit;
using Syntra.Governance.Audit.Checkpoints;
using Syntra.Governance.Audit.Log;
using Syntra.Governance.Disclosure;
using Syntra.Governance.Keys;
using Syntra.Cli.Register;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Register;
using Syntra.Governance.Sealing;
using Syntra.Governance.Siem;

namespace Syntra.Cli.Protection;

/// <summary>What stands between one tenant's data and the world: keys, tokens, seals and the audit chain of one process.</summary>
internal sealed class TenantProtection : IAsyncDisposable
{
    private const string Domain = "charge";

    private static readonly TimeSpan AccessWindow = TimeSpan.FromMinutes(1);

    private readonly Stack<IDisposable> owned = new();
    private readonly CancellationTokenSource stop = new();
    private Task checkpoints = Task.CompletedTask;
    private SiemLink? siem;

    private TenantProtection(TenantConfiguration tenant, ProtectionFolders folders, TimeProvider time)
    {
        Tenant = tenant;
        Folders = folders;
        Time = time;
    }

    internal TenantConfiguration Tenant { get; }

    internal ProtectionFolders Folders { get; }

    internal TimeProvider Time { get; }

    /// <summary>The chain.</summary>
    internal AuditLog Chain { get; private set; } = null!;

    /// <summary>Where events go: the chain first.</summary>
    internal IAuditSink Audit { get; private set; } = null!;

    internal IKeyEncryptionService Service { get; private set; } = null!;

    internal IWrappedKeyStore WrappedKeys { get; private set; } = null!;

    internal DataKeyCache DataKeys { get; private set; } = null!;

    /// <summary>Tokens of the source's ids.</summary>
    internal SourceTokens Tokens { get; private set; } = null!;

    /// <summary>Seals whole values.</summary>
    internal RecordSealer Sealer { get; private set; } = null!;

    /// <summary>Which token follows which.</summary>
    internal TokenBridge Bridge { get; private set; } = null!;

    /// <summary>The tenant's token keys.</summary>
    internal KeyRing TokenKeys { get; private set; } = null!;

    /// <summary>The signed register in force; null where this process started no domain under one.</summary>
    internal PhiRegister? Register { get; private set; }

    /// <summary>The routes of this tenant.</summary>
    internal DisclosureRoutes Routes { get; private set; } = null!;

    /// <summary>Keeps a part until this ends.</summary>
    internal T Own<T>(T part)
        where T : IDisposable
    {
        owned.Push(part);
        return part;
    }

    /// <summary>Refuses to go on while a rotation of the token key is half done.</summary>
    /// <exception cref="CommandException">It is.</exception>
    internal void RequireNoRotationUnderWay()
    {
        if (Bridge.Rotation is { UnderWay: true } rotation)
        {
            throw new CommandException($"the rotation of {Tenant.Tenant}'s token key from version {rotation.From} to {rotation.To} is not finished, and nothing may run meanwhile. Run syntra keys rotate-tokens again; it goes on where it was.");
        }
    }

    /// <summary>From here on the routes are those of the signed register's domain; call it before anything is opened.</summary>
    internal void Declare(PhiRegister register) => (Register, Routes) = (register, new DisclosureRoutes(Tenant.Tenant, register.Domains[PhiDomains.Charge]));

    /// <summary>The log of one route's accesses; closed with this.</summary>
    internal PhiAccessLog Accesses(DisclosureRoute route)
    {
        var log = new PhiAccessLog(new DisclosureLog(Audit, Tenant.Tenant), route, AccessWindow, Time);
        owned.Push(log);
        return log;
    }

    /// <summary>Opens all of it; what is missing is made at the first start.</summary>
    /// <param name="tenant">Settings.</param>
    /// <param name="folders">Where keys and evidence lie.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Told what the operator should know.</param>
    /// <param name="cancellation">Ends the wait for the key service.</param>
    /// <exception cref="CommandException">Keys or chain cannot be opened; says why and what to do.</exception>
    internal static async Task<TenantProtection> OpenAsync(
        TenantConfiguration tenant, ProtectionFolders folders, TimeProvider time, Action<string> say, CancellationToken cancellation)
    {
        var protection = new TenantProtection(tenant, folders, time);
        try
        {
            protection.OpenChain();
            await protection.OpenKeysAsync(say, cancellation).ConfigureAwait(false);
            protection.StartCheckpoints(say);
            return protection;
        }
        catch (Exception fault)
        {
            await protection.DisposeAsync().ConfigureAwait(false);
            if (Told(fault, tenant, folders) is { } told)
            {
                throw new CommandException(told, fault);
            }
            throw;
        }
    }

    private static string? Told(Exception fault, TenantConfiguration tenant, ProtectionFolders folders) => fault switch
    {
        AuditTamperedException => $"{fault.Message} Look at it with: syntra audit verify --audit {folders.Audit} --checkpoints {folders.Checkpoints}",
        KeyException => $"the keys of tenant {tenant.Tenant} cannot be used: {fault.Message}",
        _ => null,
    };

    /// <summary>Notes in the chain that another workbook is in force; both hashes are of its content.</summary>
    internal void MappingChanged(string oldHash, string newHash) => Audit.Record(new AuditEvent
    {
        Kind = AuditKind.MappingChanged,
        Tenant = Tenant.Tenant,
        At = Time.GetUtcNow(),
        Actor = "syntra",
        Object = "workbook",
        OldHash = oldHash,
        NewHash = newHash,
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Access logs and keys first: what they say at the end is covered by the last checkpoint.
        while (owned.Count > 1)
        {
            owned.Pop().Dispose();
        }
        await stop.CancelAsync().ConfigureAwait(false);
        await checkpoints.ConfigureAwait(false);
        if (owned.TryPop(out var chain))
        {
            chain.Dispose();
        }
        if (siem is not null)
        {
            await siem.DisposeAsync().ConfigureAwait(false);
        }
        stop.Dispose();
    }

    private void OpenChain()
    {
        Directory.CreateDirectory(Folders.Keys);
        var store = new FileCheckpointStore(Folders.Checkpoints);
        var anchor = File.Exists(Folders.CheckpointPublicKey) ? CheckpointKey.Trust(Folders.CheckpointPublicKey, Tenant.Tenant).Latest(store, Tenant.Tenant) : null;
        Chain = AuditLog.Open(new AuditLogOptions { Directory = Folders.Audit, Tenant = Tenant.Tenant }, anchor);
        owned.Push(Chain);
        siem = SiemLink.Start(Tenant.Governance.Siem, Folders.Spool, Time);
        Audit = siem is null ? Chain : new ForwardedAudit(Chain, siem.Sink);
        Routes = new DisclosureRoutes(Tenant.Tenant, domain: null);
    }

    private async Task OpenKeysAsync(Action<string> say, CancellationToken cancellation)
    {
        Service = KeyServices.Open(Tenant, Folders, Time, say);
        var store = new SqliteWrappedKeyStore(Folders.WrappedKeys);
        owned.Push(store);
        WrappedKeys = store;
        DataKeys = new DataKeyCache(Service, store, Limits(Tenant.Governance.Keys), Time, Audit);
        owned.Push(DataKeys);
        Sealer = new RecordSealer(new PayloadSealer(DataKeys, Domain), Tenant.Tenant);
        if (!store.OfTenant(Tenant.Tenant).Any(k => k.Context.Domain == "token"))
        {
            await KeyRing.AddVersionAsync(Service, store, Tenant.Tenant, KeyRingUse.Token, Time, Audit, "syntra", cancellation).ConfigureAwait(false);
        }
        var ring = await KeyRing.LoadAsync(Service, store, Tenant.Tenant, KeyRingUse.Token, cancellation).ConfigureAwait(false);
        owned.Push(ring);
        TokenKeys = ring;
        Bridge = new TokenBridge(Folders.Bridge);
        owned.Push(Bridge);
        Tokens = new SourceTokens(ring, Bridge.Rotation?.InForce);
        owned.Push(Tokens);
    }

    private static DataKeyCacheOptions Limits(KeyConfiguration keys) => new() { MaxAge = keys.MaxAge, OpenMaxAge = keys.OpenMaxAge, StaleBound = keys.StaleBound };

    private void StartCheckpoints(Action<string> say)
    {
        var signer = CheckpointKey.Open(Folders, Tenant.Tenant);
        ICheckpointStore store = new FileCheckpointStore(Folders.Checkpoints);
        store = siem is null ? store : new ForwardedCheckpoints(store, siem.Sink);
        var schedule = new CheckpointSchedule(Chain, signer, store, Time);
        void Failed(Exception e) => say($"the audit's checkpoint could not be written to {Folders.Checkpoints}: {e.Message}");
        checkpoints = Task.Run(async () =>
        {
            await schedule.RunAsync(Tenant.Governance.Audit.Interval, Failed, stop.Token).ConfigureAwait(false);
            try
            {
                // The last word of this process, so that nothing it did stays without a signature.
                Chain.Checkpoint(signer, store, Time);
            }
            catch (IOException e)
            {
                Failed(e);
            }
        });
    }
}
