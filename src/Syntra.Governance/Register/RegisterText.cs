using System.Globalization;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Register.Lint;

namespace Syntra.Governance.Register;

/// <summary>Registers in words, for an officer to read: what leaves in which form, and what changed.</summary>
public static class RegisterText
{
    /// <summary>Reads a register without asking for its signature, for showing and comparing; null where it is malformed.</summary>
    public static PhiRegister? Read(string file, byte[] content) =>
        RegisterLint.Read(file, content, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)).Register;

    /// <summary>One line per fact: "charge: mode safe-harbor", "charge: RawCharge.mrn mrn -> token".</summary>
    public static IReadOnlyList<string> Show(PhiRegister register) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"tenant {register.Tenant}, version {register.Version}, {register.Effective:yyyy-MM-dd} to {register.Expires:yyyy-MM-dd}, sha256 {register.Sha256}"),
        .. register.Domains.Values.OrderBy(d => d.Name, StringComparer.Ordinal).SelectMany(Facts).Select(f => f.Text),
    ];

    /// <summary>What differs: lines with "-" and "+".</summary>
    public static IReadOnlyList<string> Diff(PhiRegister before, PhiRegister after)
    {
        var old = Facts(before).ToDictionary(f => f.Key, f => f.Text, StringComparer.Ordinal);
        var next = Facts(after).ToDictionary(f => f.Key, f => f.Text, StringComparer.Ordinal);
        return
        [
            .. from key in old.Keys.Union(next.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
               let was = old.GetValueOrDefault(key)
               let now = next.GetValueOrDefault(key)
               where was != now
               from line in new[] { was is null ? null : "- " + was, now is null ? null : "+ " + now }
               where line is not null
               select line,
        ];
    }

    private static IEnumerable<(string Key, string Text)> Facts(PhiRegister register) =>
    [
        ("", string.Create(CultureInfo.InvariantCulture, $"tenant {register.Tenant}, version {register.Version}, {register.Effective:yyyy-MM-dd} to {register.Expires:yyyy-MM-dd}")),
        .. register.Domains.Values.SelectMany(Facts),
    ];

    private static IEnumerable<(string Key, string Text)> Facts(DomainEntry domain)
    {
        yield return ($"{domain.Name} 0", $"{domain.Name}: mode {Name(domain.Mode)}, tokens {Name(domain.Tokens)}, disclosure {Name(domain.Disclosure)}, purpose {domain.Purpose}{(domain.Recipient is { } recipient ? ", recipient " + recipient : "")}");
        if (domain.Analytics is { } copy)
        {
            var address = copy.Recipient.Address is { } at ? $" ({at})" : "";
            yield return ($"{domain.Name} 0 analytics", $"{domain.Name}: analytics copy for {copy.Recipient.Name}{address}, disclosure {Name(copy.Disclosure)}, purpose {copy.Purpose}");
        }

        foreach (var (field, rule) in domain.Fields.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var token = rule.Namespace is null ? "" : $" ({rule.Namespace}, {rule.Authority})";
            yield return ($"{domain.Name} 1 {field}", $"{domain.Name}: {field} {FieldClassNames.NameOf(rule.Class)}{token} -> {Name(ModeRules.ActionFor(domain.Mode, rule.Class))}");
        }
    }

    private static string Name(Enum value) => FieldClassNames.Kebab(value.ToString());
}
