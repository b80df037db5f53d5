using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Register;
using Syntra.Governance.Register.Signing;

namespace Syntra.Cli.Register;

/// <summary>A register as JSON for programs: <c>syntra phi show --json</c>.</summary>
internal static class RegisterView
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The register with its signature as the file has it, unverified.</summary>
    internal static string ToJson(PhiRegister register, RegisterSignature? signature) => JsonSerializer.Serialize(
        new
        {
            register.Tenant,
            register.Version,
            register.Effective,
            register.Expires,
            register.Sha256,
            Signature = signature is null ? null : new { signature.Officer, signature.Key, signature.Signed, Covers = signature.Sha256 == register.Sha256 },
            Domains = register.Domains.Values.OrderBy(d => d.Name, StringComparer.Ordinal).Select(Domain),
        },
        Json);

    /// <summary>Who signed, in words.</summary>
    internal static string Signed(PhiRegister register, RegisterSignature? signature) => signature switch
    {
        null => "unsigned",
        _ when signature.Sha256 != register.Sha256 => $"signed by {signature.Officer}, but altered since",
        _ => string.Create(CultureInfo.InvariantCulture, $"signed by {signature.Officer} at {signature.Signed:yyyy-MM-ddTHH:mm:ssZ}, key {signature.Key[..16]}; verified when a domain starts"),
    };

    private static object Domain(DomainEntry domain) => new
    {
        domain.Name,
        domain.Mode,
        domain.Tokens,
        domain.Disclosure,
        domain.Purpose,
        domain.Recipient,
        Analytics = domain.Analytics is null ? null : new { Recipient = domain.Analytics.Recipient.Name, domain.Analytics.Recipient.Address, domain.Analytics.Disclosure, domain.Analytics.Purpose, Holds = AnalyticsView.Holds(domain) },
        Fields = domain.Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new
        {
            Field = f.Key,
            Class = FieldClassNames.NameOf(f.Value.Class),
            Action = ModeRules.ActionFor(domain.Mode, f.Value.Class),
            f.Value.Namespace,
            f.Value.Authority,
        }),
    };
}
