using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Avro.Registry;
using Syntra.Bench.Processes;
using Syntra.Cli.Commands;
using Syntra.Cli.Configuration;
using Syntra.Cli.Demo;
using Syntra.Cli.Protection;
using Syntra.Cli.Runtime;
using Syntra.Cli.Sandboxes;
using Syntra.Contracts;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.Bench.Charges;

/// <summary>
/// The whole path of charges - source, streams, delivery - with Fusion answering at once, beside a bare consume-produce loop over the
/// same raw records on the same broker in the same run. Compiled into the program, because only the program composes.
/// </summary>
internal static class ChargeBench
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Feeds, runs, measures.</summary>
    internal static async Task<ChargeBenchResult> RunAsync(int charges, Action<string> say, CancellationToken cancellation)
    {
        string directory = Directory.CreateTempSubdirectory("syntra-bench-").FullName;
        try
        {
            return await RunAsync(charges, directory, say, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<ChargeBenchResult> RunAsync(int charges, string directory, Action<string> say, CancellationToken cancellation)
    {
        string tenantFolder = Path.Combine(AppContext.BaseDirectory, "workbook");
        var (tenant, workbook) = TenantFolder.Load(tenantFolder);
        var cerner = await CernerSandbox.OpenAsync(new CernerSandboxOptions { DatabaseFile = Path.Combine(directory, "millennium.db") }, cancellation).ConfigureAwait(false);
        await using var ownedCerner = cerner.ConfigureAwait(false);
        await FeedAsync(cerner, charges, say, cancellation).ConfigureAwait(false);

        string secret = RandomNumberGenerator.GetHexString(32);
        var (broker, kafka) = await ChildProgram.StartAsync(
            ["broker", "--dir", Path.Combine(directory, "kafka"), "--port", "0", "--registry-port", "0"], new Dictionary<string, string>(), ["bootstrap", "registry"], cancellation).ConfigureAwait(false);
        using var ownedBroker = broker;
        var (pod, fusion) = await ChildProgram.StartAsync(
            ["sandbox", "fusion", "--dir", directory, "--tenant", tenantFolder, "--no-waits"],
            new Dictionary<string, string> { [SandboxVerb.SecretVariable] = secret }, ["fusion"], cancellation).ConfigureAwait(false);
        using var ownedPod = pod;

        var topics = new TopicNames(tenant.Tenant);
        var endpoints = new RuntimeEndpoints
        {
            BootstrapServers = kafka["bootstrap"],
            RegistryUrl = new Uri(kafka["registry"]),
            Millennium = () => new SqliteConnection(cerner.ConnectionString),
            Fusion = SandboxFusion.Client(new Uri(fusion["fusion"]), secret),
        };
        tenant.Delivery.MaxInstructions = 1000;
        tenant.Delivery.PollInterval = Look;
        var registry = new CachedSchemaRegistryClient(new HttpClient { BaseAddress = endpoints.RegistryUrl });
        var protection = await TenantProtection.OpenAsync(tenant, ProtectionFolders.Of(directory, directory, ""), TimeProvider.System, say, cancellation).ConfigureAwait(false);
        await using var guarded = protection.ConfigureAwait(false);
        var parts = new ChargeParts(tenant, topics, endpoints, registry, new LedgerCatalog(workbook), protection, TimeProvider.System, NullLoggerFactory.Instance);
        var flow = await MeasureAsync(() => FlowAsync(parts, workbook, directory, charges, cancellation)).ConfigureAwait(false);
        say(FormattableString.Invariant($"charge flow: {charges / flow.Seconds:N0} charges/s, {flow.CpuSeconds / charges * 1e6:N1} CPU s per million"));

        await TopicCatalog.EnsureAsync(endpoints.BootstrapServers, [new TopicDefinition("bench.copy", tenant.Partitions, Compacted: false)]).ConfigureAwait(false);
        var bare = await MeasureAsync(() => Task.Run(() => BareLoop.Copy(endpoints.BootstrapServers, topics.RawCharge, "bench.copy", charges), cancellation)).ConfigureAwait(false);
        say(FormattableString.Invariant($"bare loop: {charges / bare.Seconds:N0} records/s, {bare.CpuSeconds / charges * 1e6:N1} CPU s per million"));
        return new ChargeBenchResult(
            charges, Math.Round(charges / flow.Seconds), Math.Round(flow.CpuSeconds / charges * 1e6, 1), Math.Round(charges / bare.Seconds), Math.Round(bare.CpuSeconds / charges * 1e6, 1));
    }

    private static async Task FeedAsync(CernerSandbox cerner, int charges, Action<string> say, CancellationToken cancellation)
    {
        var options = new HospitalDayOptions { Charges = charges, Waves = 2, Duplicates = 0, UnmappedCharges = 0, RejectedCharges = 0, BadRows = BadRows.None };
        var feeder = await HospitalDayFeeder.OpenAsync(cerner, options, cancellation).ConfigureAwait(false);
        while (!feeder.Completed)
        {
            await feeder.FeedNextWaveAsync(cancellation).ConfigureAwait(false);
        }
        say($"{charges} charges are in the Millennium database");
    }

    // The end is when the last charge with a line has its receipt; charges of 0.00 and those that are no money have none.
    private static async Task FlowAsync(ChargeParts parts, Topology.Workbook.CompiledWorkbook workbook, string directory, int charges, CancellationToken cancellation)
    {
        var runtime = await ChargeRuntime.StartAsync(parts, workbook, Path.Combine(directory, "streams"), cancellation).ConfigureAwait(false);
        await using var owned = runtime.ConfigureAwait(false);
        while (runtime.Source!.LastPoll is not { More: false } poll || poll.TotalWritten < charges)
        {
            await WaitAsync(runtime, cancellation).ConfigureAwait(false);
        }
        using var tables = new ChargeTables(parts.Endpoints.BootstrapServers, parts.Topics, parts.Tenant.Partitions, parts.Registry, parts.Protection);
        while (tables.Charges(cancellation) is var rows && (rows.Count < charges || rows.Any(r => r.Status == ChargeStatus.InFlight)))
        {
            await WaitAsync(runtime, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task WaitAsync(ChargeRuntime runtime, CancellationToken cancellation)
    {
        runtime.ThrowIfStopped();
        await Task.Delay(Look * 10, TimeProvider.System, cancellation).ConfigureAwait(false);
    }

    private static async Task<(double Seconds, double CpuSeconds)> MeasureAsync(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        long begun = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        process.Refresh();
        return (Stopwatch.GetElapsedTime(begun).TotalSeconds, (process.TotalProcessorTime - cpu).TotalSeconds);
    }
}
