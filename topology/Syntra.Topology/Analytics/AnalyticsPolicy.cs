using Syntra.Contracts;
using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Register;

namespace Syntra.Topology.Analytics;

/// <summary>The rules of the charges' copy for analytics.</summary>
public static class AnalyticsPolicy
{
    /// <summary>
    /// What the copy's namespaces begin with. Its tokens are made under keys of their own, so that they join with no token of the ledger,
    /// of a dead letter, or of a log.
    /// </summary>
    public const string NamespacePrefix = "analytics.";

    /// <summary>The policy that the register's entry means for a raw charge.</summary>
    /// <param name="options">The entry, and what its mode needs.</param>
    public static PhiPolicy Of(AnalyticsOptions options) => new()
    {
        Mode = options.Domain.Mode,
        Fields = Rules(options.Domain),
        Pseudonymizer = options.Pseudonymizer,
        DateShifter = options.DateShifter,
    };

    /// <summary>The fields' rules, their namespaces those of the copy.</summary>
    public static IReadOnlyList<FieldRule> Rules(DomainEntry domain) =>
    [
        .. domain.RulesUnder(RawCharge.AvroSchemaJson)
            .Select(rule => rule.Namespace is { } name ? rule with { Namespace = NamespacePrefix + name } : rule),
    ];
}
