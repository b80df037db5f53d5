using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Receiving;
using Syntra.Cli.Configuration;
using Syntra.Cli.Protection;
using Syntra.Cli.Runtime;
using Syntra.Contracts;

namespace Syntra.Cli.Realtime;

/// <summary>The real-time tier with its status board.</summary>
internal sealed class RealtimeHost : IAsyncDisposable
{
    private readonly RealtimeRuntime runtime;
    private readonly StatusBoard board;

    private RealtimeHost(RealtimeRuntime runtime, StatusBoard board)
    {
        this.runtime = runtime;
        this.board = board;
    }

    /// <summary>Where webhooks are received; null where the tenant has no subscriptions.yaml.</summary>
    internal Uri? Hooks => runtime.Hooks;

    /// <summary>What is polled beside, by name; empty where the tenant has no sources.yaml.</summary>
    internal IReadOnlyList<string> Polled => runtime.Polled;

    internal StatusReport Status => board.Read();

    internal static async Task<RealtimeHost> StartAsync(
        TenantConfiguration tenant, TiersConfiguration tiers, string tenantFolder, string state, RuntimeEndpoints endpoints, ISchemaRegistryClient registry, TenantProtection protection, HookReceiverOptions hooks,
        ILoggerFactory loggers, ChargeWatch? charges, CancellationToken cancellation)
    {
        var board = new StatusBoard(tenant.Tenant, tiers, new StatusFiles([state, StatusFiles.Latest]), TimeProvider.System, loggers) { Charges = charges };
        try
        {
            var parts = new RealtimeParts(tenant, tiers, tenantFolder, state, new TopicNames(tenant.Tenant), endpoints, registry, protection, TimeProvider.System, loggers) { Hooks = hooks, Observer = board };
            return new RealtimeHost(await RealtimeRuntime.StartAsync(parts, board, cancellation).ConfigureAwait(false), board);
        }
        catch
        {
            board.Dispose();
            throw;
        }
    }

    /// <summary>Throws what stopped a part that was meant to go on.</summary>
    internal void ThrowIfStopped() => runtime.ThrowIfStopped();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await runtime.DisposeAsync().ConfigureAwait(false);
        board.Dispose();
    }
}
