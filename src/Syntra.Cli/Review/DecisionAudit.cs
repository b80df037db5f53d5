using System.Text.Json;
using Syntra.Cli.Protection;
using Syntra.Contracts;
using Syntra.Governance.Audit;

namespace Syntra.Cli.Review;

/// <summary>
/// Notes in the audit of the instance which decisions its streams refused, whoever wrote them into the topic: the desk's own notes tell
/// only of those that went through it.
/// </summary>
internal sealed class DecisionAudit(TenantProtection protection)
{
    private const int MostOfAName = 64;

    internal void Note(ReviewDecision decision, DecisionOutcome outcome)
    {
        if (outcome is DecisionOutcome.RoleRefused or DecisionOutcome.SignatureRefused or DecisionOutcome.Lapsed)
        {
            protection.Audit.Record(new AuditEvent
            {
                Kind = AuditKind.Denied,
                Outcome = AuditOutcome.Refused,
                Tenant = protection.Tenant.Tenant,
                At = protection.Time.GetUtcNow(),
                Actor = Quoted(decision.Who),
                Object = Quoted(decision.ItemId.Length > 0 ? decision.ItemId : decision.RecordId),
                Code = $"streams:{Word(decision.Decision)}:{Word(outcome)}",
            });
        }
    }

    // Anybody who can write into the topic wrote this; text that is no name stays out.
    private static string Quoted(string text) =>
        text.Length is > 0 and <= MostOfAName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/') ? text : "-";

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
