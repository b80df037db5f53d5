using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Pseudonyms.Vault;
using Syntra.Governance.Register;
using Syntra.Governance.Sealing;
using Syntra.Topology.Analytics;

namespace Syntra.Cli.Protection;

/// <summary>What the charges' copy for analytics needs: the register's entry, its pseudonymiser, its date shift, its log.</summary>
internal static class AnalyticsProtection
{
    private const string Domain = "charge";

    // Ids of one database have one writer and one form; nothing but blanks around them is taken off.
    private static readonly IdentifierRules Authorities = new([new AuthorityRule { Authority = "millennium" }]);

    /// <summary>Opens it; null where the register names nobody who gets a copy.</summary>
    /// <exception cref="CommandException">The register asks for what cannot be made.</exception>
    internal static async Task<AnalyticsOptions?> OpenAsync(TenantProtection protection, CancellationToken cancellation)
    {
        if (protection.Register is not { } register || !register.Domains.TryGetValue(Domain, out var domain) || domain.Analytics is not { } recipient)
        {
            return null;
        }
        RequireAuthorities(domain);
        return new AnalyticsOptions
        {
            Domain = domain,
            RegisterVersion = register.Version,
            Pseudonymizer = Pseudonymizer(protection, domain),
            DateShifter = domain.Mode == PhiMode.KmsPseudonymisation ? await ShifterAsync(protection, cancellation).ConfigureAwait(false) : null,
            Access = protection.Accesses(DisclosureRoutes.Analytics(recipient, domain.Mode)),
        };
    }

    private static void RequireAuthorities(DomainEntry domain)
    {
        foreach (var (field, rule) in domain.Fields.Where(f => f.Key.StartsWith("RawCharge.", StringComparison.Ordinal)))
        {
            bool token = ModeRules.ActionFor(domain.Mode, rule.Class) is FieldAction.Token or FieldAction.RandomTokenOnly;
            if (token && rule.Authority is { } authority && authority != "millennium")
            {
                throw new CommandException($"the PHI register gives '{field}' the authority '{authority}', and ids of RawCharge are millennium's. Cure: write 'authority: millennium' and have it signed")
                {
                    ExitCode = ExitCodes.RegisterRefused,
                };
            }
        }
    }

    private static IPseudonymizer Pseudonymizer(TenantProtection protection, DomainEntry domain) => domain.Tokens == PseudonymKind.Random
        ? protection.Own(new TokenVault(
            protection.Folders.AnalyticsVault, protection.TokenKeys, Authorities, new PayloadSealer(protection.DataKeys, Domain), protection.Audit, protection.Time))
        : protection.Own(new KeyedPseudonymizer(protection.TokenKeys, Authorities, protection.Tenant.Governance.Keys.DualWindow, protection.Time));

    private static async Task<DateShifter> ShifterAsync(TenantProtection protection, CancellationToken cancellation)
    {
        string tenant = protection.Tenant.Tenant;
        if (!protection.WrappedKeys.OfTenant(tenant).Any(k => k.Context.Domain == "date-shift"))
        {
            await KeyRing.AddVersionAsync(protection.Service, protection.WrappedKeys, tenant, KeyRingUse.DateShift, protection.Time, protection.Audit, "syntra", cancellation).ConfigureAwait(false);
        }
        using var ring = await KeyRing.LoadAsync(protection.Service, protection.WrappedKeys, tenant, KeyRingUse.DateShift, cancellation).ConfigureAwait(false);
        return protection.Own(new DateShifter(ring, Authorities, new DateShiftOptions()));
    }
}
