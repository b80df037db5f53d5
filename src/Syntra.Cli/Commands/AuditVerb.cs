using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Syntra.Cli.Protection;
using Syntra.Governance.Audit;
using Syntra.Governance.Audit.Checkpoints;
using Syntra.Governance.Audit.Verify;

namespace Syntra.Cli.Commands;

/// <summary>`syntra audit ...`: verify the chain offline, read it, and answer a patient's request for an accounting.</summary>
internal static class AuditVerb
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    internal static Command Create() => new("audit", "The tamper-evident audit chain of a tenant") { Verify(), Show(), AccountingVerb.Create() };

    internal static Option<string> DirectoryOption() => new("--dir") { Description = "State folder of a demo or an instance", DefaultValueFactory = _ => "." };

    internal static Option<string?> TenantFolderOption() => new("--tenant-folder") { Description = "The tenant's folder; the default is tenant inside of --dir" };

    private static Command Verify()
    {
        var directory = DirectoryOption();
        var tenantFolder = TenantFolderOption();
        var tenant = new Option<string?>("--tenant") { Description = "Whose chain, where the folder holds several" };
        var checkpoints = new Option<string?>("--checkpoints") { Description = "Folder of the signed checkpoints: the second place" };
        var key = new Option<string?>("--key") { Description = "Public key of the checkpoints (PEM); the default is the one in the tenant's keys folder" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var verb = new Command("verify", "Check the chain offline. Exit code 0 anchored, 10 unanchored, 11 missing, 12 altered, 13 forked, 14 checkpoint invalid, 15 empty")
        {
            directory, tenantFolder, tenant, checkpoints, key, json,
        };
        verb.SetAction(parsed =>
        {
            var place = EvidencePlace.Find(parsed.GetValue(directory)!, parsed.GetValue(tenantFolder), parsed.GetValue(tenant), parsed.GetValue(checkpoints), parsed.GetValue(key));
            var report = AuditVerifier.Verify(place.Folders.Audit, place.Tenant, new FileCheckpointStore(place.Folders.Checkpoints), Trust(place));
            Print(report, parsed.GetValue(json));
            return report.ExitCode;
        });
        return verb;
    }

    private static CheckpointTrust Trust(EvidencePlace place)
    {
        if (File.Exists(place.PublicKey))
        {
            return CheckpointKey.Trust(place.PublicKey, place.Tenant);
        }
        Console.Error.WriteLine($"there is no public key {place.PublicKey}: no checkpoint can be believed. Name it with --key");
        return new CheckpointTrust(new Dictionary<string, System.Security.Cryptography.ECDsa>(StringComparer.Ordinal));
    }

    private static void Print(AuditReport report, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { report.Tenant, report.State, report.ExitCode, report.Entries, report.Checkpoints, report.Ranges }, Json));
            return;
        }
        foreach (var range in report.Ranges)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Word(range.State),-18} {range.First}..{range.Last}  {range.Reason}"));
        }
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Tenant}: {Word(report.State)}; {report.Entries} entries, {report.Checkpoints} checkpoints"));
    }

    private static string Word(AuditState state) => JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());

    private static Command Show()
    {
        var directory = DirectoryOption();
        var tenantFolder = TenantFolderOption();
        var who = new Option<string>("--who") { Description = "Who reads; it is noted in the chain", DefaultValueFactory = _ => Environment.UserName };
        var kind = new Option<AuditKind?>("--kind") { Description = "Only events of this kind: " + string.Join(", ", Enum.GetNames<AuditKind>()) }.AsOneOf();
        var last = new Option<int>("--last") { Description = "Only the last so many", DefaultValueFactory = _ => 50 }.Within(1, 1_000_000);
        var verb = new Command("show", "Print events, one JSON object a line; reading is an event itself") { directory, tenantFolder, who, kind, last };
        verb.SetAction(async (parsed, cancellation) =>
        {
            var protection = await OfflineProtection.OpenAsync(parsed.GetValue(directory)!, parsed.GetValue(tenantFolder), cancellation).ConfigureAwait(false);
            await using var owned = protection.ConfigureAwait(false);
            var wanted = protection.Chain.Read(parsed.GetValue(who)!, "show", TimeProvider.System)
                .Where(e => parsed.GetValue(kind) is not { } only || e.Entry.Kind == only)
                .TakeLast(parsed.GetValue(last));
            foreach (var (sequence, entry) in wanted)
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(new { sequence, entry.At, entry.Kind, entry.Outcome, entry.Actor, entry.Patient, entry.Object, entry.Purpose, entry.Recipient, entry.Code, entry.Count, entry.Until, entry.Ticket, entry.OldHash, entry.NewHash }, Json));
            }
            return ExitCodes.Done;
        });
        return verb;
    }
}
