using Syntra.Governance.Disclosure;
using Syntra.Governance.Modes;
using Syntra.Governance.Register;

namespace Syntra.Cli.Protection;

/// <summary>The routes by which this program reads what is of a person. Class, purpose and recipient are the signed register's where it has the domain.</summary>
internal sealed class DisclosureRoutes(string organisation, DomainEntry? domain)
{
    private const string DefaultPurpose = "HPAYMT";

    private readonly Recipient own = new(domain?.Recipient ?? organisation + " finance");

    /// <summary>The streams open a raw charge to judge and map it.</summary>
    internal DisclosureRoute Intake => Route("intake", "charge rows: ids, service instant, codes, amount");

    /// <summary>The streams open raw events of patients to map them to objects of Fusion.</summary>
    internal DisclosureRoute Objects => Route("objects", "admissions, patients and their devices: status, place, kind");

    /// <summary>The delivery tells receivables who a customer is.</summary>
    internal DisclosureRoute CustomerNames => Route("customer-names", "names and addresses of patients who are customers");

    /// <summary>Reconciliation and progress read what of raw charges the watermark table holds.</summary>
    internal DisclosureRoute Reconciliation => Route("reconciliation", "open charge rows: ids, service instant, codes, amount");

    /// <summary>The copy for analytics that the signed register allows.</summary>
    internal static DisclosureRoute Analytics(AnalyticsRecipient to, PhiMode mode) =>
        new("analytics-copy", $"charge rows in mode {PhiModes.NameOf(mode)}: codes, quantity, amount, service date", to.Purpose, to.Recipient, to.Disclosure);

    /// <summary>An operator follows one charge.</summary>
    internal DisclosureRoute Trace => Route("trace", "rows of one charge: ids as tokens, codes, amount");

    /// <summary>An approver is told beforehand what a decision would come to.</summary>
    internal DisclosureRoute ReviewOutlook => Route("review-outlook", "rows of charges held for review: ids as tokens, codes, amount");

    /// <summary>Rules are tried out on the rows that were received.</summary>
    internal DisclosureRoute WhatIf => Route("what-if", "charge and encounter rows: ids, service instant, codes, amount");

    /// <summary>A rotation of the token key opens what is stored, to find the new token of each identifier.</summary>
    internal DisclosureRoute Rotation => Route("token-rotation", "identifiers of charge rows and encounters");

    private DisclosureRoute Route(string service, string scope) =>
        new(service, scope, domain?.Purpose ?? DefaultPurpose, own, domain?.Disclosure ?? DisclosureClass.Operations);
}
