using Syntra.Governance.Disclosure;
using Syntra.Governance.Modes;
using Syntra.Governance.Register;

namespace Syntra.Cli.Protection;

/// <summary>The routes by which this program reads what is of a person. Class and purpose are the signed register's where it has the domain.</summary>
internal sealed class DisclosureRoutes(string organisation, DomainEntry? domain)
{
    private const string DefaultPurpose = "HPAYMT";

    private readonly Recipient own = new(organisation + " finance");

    /// <summary>The streams open a raw charge to judge and map it.</summary>
    internal DisclosureRoute Intake => Route("intake", "charge rows: ids, service instant, codes, amount");

    /// <summary>Reconciliation and progress read what of raw charges the watermark table holds.</summary>
    internal DisclosureRoute Reconciliation => Route("reconciliation", "open charge rows: ids, service instant, codes, amount");

    /// <summary>The copy for analytics that the signed register allows.</summary>
    internal static DisclosureRoute Analytics(AnalyticsRecipient to, PhiMode mode) =>
        new("analytics-copy", $"charge rows in mode {PhiModes.NameOf(mode)}: codes, quantity, amount, service date", to.Purpose, to.Recipient, to.Disclosure);

    private DisclosureRoute Route(string service, string scope) =>
        new(service, scope, domain?.Purpose ?? DefaultPurpose, own, domain?.Disclosure ?? DisclosureClass.Operations);
}
