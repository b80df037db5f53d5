using Syntra.Contracts;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Register;

namespace Syntra.Cli.Register;

/// <summary>What the copy for analytics of each domain holds, in words.</summary>
internal static class AnalyticsView
{
    /// <summary>One line for each domain.</summary>
    internal static IReadOnlyList<string> Lines(PhiRegister register) =>
        [.. register.Domains.Values.OrderBy(d => d.Name, StringComparer.Ordinal).Select(d => $"{d.Name}: {Line(register, d)}")];

    /// <summary>What a charge's row holds; null where no copy is made.</summary>
    internal static IReadOnlyList<string>? Holds(DomainEntry domain) => domain is { Name: PhiDomains.Charge, Analytics: not null }
        ?
        [
            "charge: " + Id(domain, "chargeItemId"),
            "encounter: " + Id(domain, "encounterId"),
            "patient: " + Id(domain, "personId"),
            "service date: " + Date(domain, "serviceAt"),
            "facility, department, charge code, process flag: where the workbook knows them",
            "quantity, unit price, amount",
        ]
        : null;

    private static string Line(PhiRegister register, DomainEntry domain) => Holds(domain) is { } holds
        ? $"the copy {new TopicNames(register.Tenant).AnalyticsCharge} for {domain.Analytics!.Recipient.Name} holds {string.Join("; ", holds)}"
        : domain.Analytics is null ? "no copy for analytics is made" : "no copy for analytics can be made of this domain, so it does not start; remove 'analytics'";

    private static string Id(DomainEntry domain, string field) => Action(domain, field) switch
    {
        FieldAction.Pass => "the ledger's token",
        FieldAction.Token => domain.Tokens == PseudonymKind.Random ? "random token" : "keyed token of the copy's own",
        FieldAction.RandomTokenOnly when domain.Tokens == PseudonymKind.Random => "random token",
        _ => "nothing",
    };

    private static string Date(DomainEntry domain, string field) => Action(domain, field) switch
    {
        FieldAction.Pass => "day",
        FieldAction.Year => "year",
        FieldAction.ShiftDate => "day, moved by the patient's secret days",
        _ => "nothing",
    };

    private static FieldAction Action(DomainEntry domain, string field) =>
        ModeRules.ActionFor(domain.Mode, domain.Fields.GetValueOrDefault($"{nameof(RawCharge)}.{field}")?.Class ?? FieldClass.Never);
}
