using System.CommandLine;
using Syntra.Cli.Operating;
using Syntra.Cli.Output;
using Syntra.Cli.Protection;
using Syntra.Cli.Tracing;
using Syntra.Governance.Audit;

namespace Syntra.Cli.Commands;

/// <summary>`syntra trace`: one charge's whole life, from its source rows to Fusion's answers, and from a journal line back to its source rows.</summary>
internal static class TraceVerb
{
    internal static Command Create()
    {
        var place = new OperatorArguments();
        var id = new Argument<string?>("id") { Description = "Charge id, token, or the key of a journal line or instruction (REFERENCE21, REFERENCE26)", Arity = ArgumentArity.ZeroOrOne };
        var batch = new Option<string?>("--batch") { Description = "Name of the journal batch in Fusion, or its REFERENCE1" };
        var group = new Option<long?>("--group") { Description = "Group id of the import" }.From(1);
        var line = new Option<int?>("--line") { Description = "Line of the batch's file" }.From(1);
        var reveal = new Option<bool>("--reveal") { Description = "Also show ids and service instant; asks for --who, --why and --ticket, and is audited" };
        var who = new Option<string?>("--who") { Description = "User who asks" };
        var why = new Option<string?>("--why") { Description = "Purpose code, for example HPAYMT" };
        var ticket = new Option<string?>("--ticket") { Description = "Ticket of the question" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var verb = place.AddTo(new Command("trace", "Show one charge's whole life, by its id or token, or backwards from a journal line") { id, batch, group, line, reveal, who, why, ticket, json });
        verb.SetAction(async (parsed, cancellation) =>
        {
            var question = TraceQuestion.Of(parsed.GetValue(id), parsed.GetValue(batch), parsed.GetValue(group), parsed.GetValue(line));
            var asked = new Asked(parsed.GetValue(reveal), parsed.GetValue(who), parsed.GetValue(why), parsed.GetValue(ticket));
            var session = await OperatorSession.OpenAsync(place.Of(parsed), cancellation).ConfigureAwait(false);
            await using var owned = session.ConfigureAwait(false);
            var trace = Trace(session, question, asked, cancellation);
            foreach (string text in parsed.GetValue(json) ? [JsonText.Of(trace)] : TraceText.Of(trace))
            {
                Console.Out.WriteLine(text);
            }
            return ExitCodes.Done;
        });
        return verb;
    }

    private static ChargeTrace Trace(OperatorSession session, TraceQuestion question, Asked asked, CancellationToken cancellation)
    {
        if (asked is { Reveal: true, IsJustified: false })
        {
            Audit(session.Protection, asked, about: null, AuditOutcome.Refused);
            throw new CommandException("--reveal is answered only with --who, --why and --ticket; the attempt is in the audit.");
        }
        var lookup = session.Records(cancellation);
        var sources = new TraceSources(session, lookup);
        var traced = new TraceFinder(session.Protection, sources, cancellation).Find(question);
        if (asked.Reveal)
        {
            // Before anything is shown: what cannot be audited is not shown.
            Audit(session.Protection, asked, traced.Tokens.First(), AuditOutcome.Success);
        }
        var access = session.Protection.Accesses(session.Protection.Routes.Trace);
        var trace = new TraceBuilder(sources, session.Protection.Tokens, access, asked.Reveal)
            .Build(sources.Read(traced.Tokens, cancellation), traced, sources.Posted(traced.Tokens, cancellation));
        return trace is not null
            ? trace with { Cost = new TraceCost(Seconds(), lookup.Scan.Taken - lookup.CaughtUp, lookup.Counts.Sum(c => c.Of), lookup.CaughtUp) }
            : throw new CommandException("nothing is known of that charge: it was never read, or it is another tenant's.");
    }

    private static double Seconds()
    {
        using var program = System.Diagnostics.Process.GetCurrentProcess();
        return Math.Round((OperatorSession.Time.GetUtcNow() - new DateTimeOffset(program.StartTime)).TotalSeconds, 3, MidpointRounding.AwayFromZero);
    }

    private static void Audit(TenantProtection protection, Asked asked, string? about, AuditOutcome outcome) => protection.Audit.Record(new AuditEvent
    {
        Kind = AuditKind.Reidentified,
        Outcome = outcome,
        Tenant = protection.Tenant.Tenant,
        At = protection.Time.GetUtcNow(),
        Actor = asked.Who ?? Environment.UserName,
        Object = about,
        Purpose = asked.Why,
        Ticket = asked.Ticket,
        Code = outcome == AuditOutcome.Success ? "trace" : "not-justified",
    });

    private sealed record Asked(bool Reveal, string? Who, string? Why, string? Ticket)
    {
        internal bool IsJustified => !string.IsNullOrWhiteSpace(Who) && !string.IsNullOrWhiteSpace(Why) && !string.IsNullOrWhiteSpace(Ticket);
    }
}
