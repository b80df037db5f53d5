using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Syntra.Cli.Protection;
using Syntra.Contracts;
using Syntra.Governance.Audit;
using Syntra.Governance.Disclosure;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Cli.Commands;

/// <summary>`syntra audit accounting`: the answer to a patient's request under 45 CFR 164.528.</summary>
internal static class AccountingVerb
{
    private const string Millennium = "millennium";

    internal static Command Create()
    {
        var directory = AuditVerb.DirectoryOption();
        var tenantFolder = AuditVerb.TenantFolderOption();
        var patient = new Option<string?>("--patient") { Description = "The patient's token" };
        var id = new Option<string?>("--id") { Description = "The patient's id at the authority, instead of the token; asks for --who, --why and --ticket, and is audited" };
        var authority = new Option<string>("--authority") { Description = "Who gave the id: millennium (PERSON_ID)", DefaultValueFactory = _ => Millennium };
        var who = new Option<string?>("--who") { Description = "User who asks" };
        var why = new Option<string?>("--why") { Description = "Purpose code, for example PATRQT" };
        var ticket = new Option<string?>("--ticket") { Description = "Ticket of the request" };
        var day = new Option<DateOnly?>("--requested") { Description = "Day of the request, yyyy-MM-dd; the default is today" }.AsDay();
        var all = new Option<bool>("--all") { Description = "Also what an accounting leaves out: treatment, payment, operations; for the privacy officer" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var verb = new Command("accounting", "Answer a request under 45 CFR 164.528") { directory, tenantFolder, patient, id, authority, who, why, ticket, day, all, json };
        verb.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(patient) is null == parsed.GetValue(id) is null)
            {
                throw new CommandException("give either --patient TOKEN, or --id ID with --who, --why and --ticket.");
            }
            var protection = await OfflineProtection.OpenAsync(parsed.GetValue(directory)!, parsed.GetValue(tenantFolder), cancellation).ConfigureAwait(false);
            await using var owned = protection.ConfigureAwait(false);
            var tokens = parsed.GetValue(patient) is { } token
                ? Known(protection, token)
                : Tokens(protection, parsed.GetValue(id)!, parsed.GetValue(authority)!, new(parsed.GetValue(who), parsed.GetValue(why), parsed.GetValue(ticket)));
            var events = protection.Chain.Read(parsed.GetValue(who) ?? Environment.UserName, "accounting", protection.Time).Select(e => e.Entry).ToList();
            var requested = parsed.GetValue(day) ?? DateOnly.FromDateTime(protection.Time.GetUtcNow().UtcDateTime);
            Print(Accounting.Of(events, tokens, requested, []), parsed.GetValue(all) ? Accesses(events, tokens) : null, parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return verb;
    }

    private static HashSet<Pseudonym> Known(TenantProtection protection, string token) => Pseudonym.TryParse(token, out var pseudonym)
        ? [pseudonym, .. protection.Bridge.Related(pseudonym)]
        : throw new CommandException("--patient is no token. A token begins with t and a key version; for an id use --id.");

    // The id is turned into tokens, which shows whom they stand for: who, why and ticket come first, and a refusal is audited too.
    private static HashSet<Pseudonym> Tokens(TenantProtection protection, string id, string authority, Asked asked)
    {
        bool justified = !string.IsNullOrWhiteSpace(asked.Who) && !string.IsNullOrWhiteSpace(asked.Why) && !string.IsNullOrWhiteSpace(asked.Ticket);
        bool known = authority == Millennium;
        var tokens = protection.Tokens.AllVersions(TokenSpaces.Person, id);
        protection.Audit.Record(new AuditEvent
        {
            Kind = AuditKind.Reidentified,
            Outcome = justified && known ? AuditOutcome.Success : AuditOutcome.Refused,
            Tenant = protection.Tenant.Tenant,
            At = protection.Time.GetUtcNow(),
            Actor = asked.Who ?? Environment.UserName,
            Patient = justified && known ? tokens[0].Value : null,
            Purpose = asked.Why,
            Ticket = asked.Ticket,
            Code = !justified ? "not-justified" : known ? null : "unknown-authority",
        });
        if (!justified)
        {
            throw new CommandException("--id is answered only with --who, --why and --ticket; the attempt is in the audit.");
        }
        return known ? [.. tokens] : throw new CommandException("--authority is not known; this tenant knows millennium.");
    }

    private static List<DisclosureEntry> Accesses(List<AuditEvent> events, HashSet<Pseudonym> tokens) =>
        [.. events.Select(DisclosureLog.Read).OfType<DisclosureEntry>().Where(e => tokens.Contains(e.Patient))];

    private static void Print(Accounting accounting, List<DisclosureEntry>? accesses, bool json)
    {
        if (json)
        {
            var all = accesses?.Select(a => new { a.At, a.Actor, a.Scope, a.Purpose, Recipient = a.Recipient.Name, a.Class, a.Count, a.Until });
            Console.Out.WriteLine(JsonSerializer.Serialize(new { accounting.From, accounting.To, accounting.Lines, accounting.Withheld, accesses = all }, AuditVerb.Json));
            return;
        }
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"disclosures from {accounting.From:yyyy-MM-dd} to {accounting.To:yyyy-MM-dd}: {accounting.Lines.Count}"));
        foreach (var line in accounting.Lines)
        {
            string repeated = line.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {line.Count} times, last {line.LastDate:yyyy-MM-dd}");
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Date:yyyy-MM-dd}  {line.Recipient.Name}{(line.Recipient.Address is { } place ? ", " + place : "")}  {line.Description}  {line.Purpose}{repeated}"));
        }
        foreach (var access in accesses ?? [])
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{access.At:yyyy-MM-dd HH:mm:ss}Z  {access.Class}  {access.Actor}  {access.Scope}  {access.Purpose}  {access.Recipient.Name}  x{access.Count}"));
        }
    }

    private sealed record Asked(string? Who, string? Why, string? Ticket);
}
