using System.CommandLine;
using System.Globalization;
using Syntra.Avro.Registry;
using Syntra.Cli.Protection;
using Syntra.Cli.Protection.Rotation;
using Syntra.Cli.Runtime;
using Syntra.Kafka.Embedded;

namespace Syntra.Cli.Commands;

/// <summary>`syntra keys rotate-tokens` and `close-token-window`: a new token key, and the end of the time in which older tokens resolve.</summary>
internal static class RotateTokensVerb
{
    internal static Command Rotate()
    {
        var directory = AuditVerb.DirectoryOption();
        var tenantFolder = AuditVerb.TenantFolderOption();
        var bootstrap = new Option<string?>("--bootstrap") { Description = "The tenant's Kafka, host:port; without it the embedded broker's folder inside of --dir" };
        var registry = new Option<Uri>("--registry") { Description = "Its Schema Registry, with --bootstrap" }.AsAddress();
        var rehearse = new Option<bool>("--rehearse") { Description = "Read, check and count, change nothing" };
        var verb = new Command("rotate-tokens", "Make a new token key and move the charge flow's tables to it, while nothing runs; after a crash run it again")
        {
            directory, tenantFolder, bootstrap, registry, rehearse,
        };
        verb.SetAction(async (parsed, cancellation) =>
        {
            Librdkafka.RequireMinimum();
            string state = parsed.GetValue(directory)!;
            using var held = DirectoryLock.Take(state);
            var protection = await OfflineProtection.OpenAsync(state, parsed.GetValue(tenantFolder), cancellation).ConfigureAwait(false);
            await using var owned = protection.ConfigureAwait(false);
            await using var broker = await BrokerAsync(state, parsed.GetValue(bootstrap), cancellation).ConfigureAwait(false);
            using var http = new HttpClient { BaseAddress = broker?.RegistryUrl ?? parsed.GetValue(registry) ?? throw new CommandException("--bootstrap needs --registry.") };
            using var kafka = new RotationKafka(broker?.BootstrapServers ?? parsed.GetValue(bootstrap)!);
            var rotation = new TokenRotation(protection, kafka, new CachedSchemaRegistryClient(http), Environment.UserName) { Reached = Console.Error.WriteLine };
            Say(await rotation.RunAsync(parsed.GetValue(rehearse), cancellation).ConfigureAwait(false), parsed.GetValue(rehearse));
            return ExitCodes.Done;
        });
        return verb;
    }

    internal static Command Close()
    {
        var directory = AuditVerb.DirectoryOption();
        var tenantFolder = AuditVerb.TenantFolderOption();
        var verb = new Command("close-token-window", "Forget the older tokens of charges and encounters; those of patients stay, for accountings of disclosures") { directory, tenantFolder };
        verb.SetAction(async (parsed, cancellation) =>
        {
            var protection = await OfflineProtection.OpenAsync(parsed.GetValue(directory)!, parsed.GetValue(tenantFolder), cancellation).ConfigureAwait(false);
            await using var owned = protection.ConfigureAwait(false);
            int forgotten = TokenRotation.Close(protection, Environment.UserName);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{forgotten} older tokens are forgotten; those of patients still resolve"));
            return ExitCodes.Done;
        });
        return verb;
    }

    private static async Task<EmbeddedKafka?> BrokerAsync(string state, string? bootstrap, CancellationToken cancellation)
    {
        string folder = Path.Combine(state, "kafka");
        if (bootstrap is not null)
        {
            return null;
        }
        return Directory.Exists(folder)
            ? await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = folder }, cancellation).ConfigureAwait(false)
            : throw new CommandException($"{state} holds no embedded broker. Name the tenant's Kafka with --bootstrap and --registry.");
    }

    private static void Say(RotationResult result, bool rehearse)
    {
        var lines = new List<string>
        {
            Text($"{(rehearse ? "rehearsal: " : "")}token key version {result.Status.From} -> {result.Status.To}; {result.Opened} raw records opened, {result.NotOpened} do not open; {result.Pairs} identifiers"),
        };
        lines.AddRange(result.Rows.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => Text($"{r.Value,8} rows of {r.Key} {(rehearse ? "would be moved" : "moved")}")));
        lines.Add(rehearse
            ? "nothing was changed"
            : Text($"{result.Renamed} parked and review records renamed; both tokens resolve until {result.Status.Until:yyyy-MM-dd HH:mm:ss}Z, then close the window with syntra keys close-token-window"));
        lines.ForEach(Console.Out.WriteLine);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
