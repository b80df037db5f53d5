using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Register.Lint;

/// <summary>Judges a register against itself and against the schemas of its domains. A register with findings is neither signed nor run.</summary>
public static class RegisterLint
{
    // What a schema may leave to the register to refine.
    private static readonly HashSet<FieldClass> DirectOnes =
    [
        FieldClass.Name, FieldClass.Street, FieldClass.Phone, FieldClass.Fax, FieldClass.Email, FieldClass.Ssn, FieldClass.Mrn, FieldClass.PlanNumber,
        FieldClass.AccountNumber, FieldClass.Licence, FieldClass.Vehicle, FieldClass.Device, FieldClass.Url, FieldClass.Ip, FieldClass.Biometric, FieldClass.Photo,
    ];

    private static readonly HashSet<FieldClass> LdsOnes =
        [FieldClass.City, FieldClass.Zip, FieldClass.Date, FieldClass.BirthDate, FieldClass.Age, FieldClass.OtherId];

    /// <summary>Everything wrong with a register file.</summary>
    /// <param name="file">Name of the file, as findings show it.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="schemas">JSON of the Avro schemas of each domain; domains that are not listed are not compared.</param>
    public static IReadOnlyList<LintFinding> Check(string file, byte[] content, IReadOnlyDictionary<string, IReadOnlyList<string>> schemas) =>
        Read(file, content, schemas).Findings;

    internal static (PhiRegister? Register, IReadOnlyList<LintFinding> Findings) Read(
        string file, byte[] content, IReadOnlyDictionary<string, IReadOnlyList<string>> schemas) => Read(new RegisterReader(file), content, schemas);

    internal static (PhiRegister? Register, IReadOnlyList<LintFinding> Findings) Read(
        RegisterReader reader, byte[] content, IReadOnlyDictionary<string, IReadOnlyList<string>> schemas)
    {
        var register = reader.Read(content);
        foreach (var domain in register?.Domains.Values ?? [])
        {
            Tokens(reader, domain);
            Copy(reader, domain);
        }

        foreach (var (name, texts) in schemas.Where(_ => register is not null))
        {
            if (register!.Domains.TryGetValue(name, out var domain))
            {
                Coverage(reader, domain, [.. texts.SelectMany(SchemaPhi.Read)]);
            }
            else
            {
                reader.Add(1, "PHI005", $"The domain '{name}' runs and is not in the register.", $"Add it under 'domains' with its mode and fields.");
            }
        }

        return (register, [.. reader.Findings.OrderBy(f => f.Line).ThenBy(f => f.Code, StringComparer.Ordinal)]);
    }

    private static void Tokens(RegisterReader reader, DomainEntry domain)
    {
        foreach (var (field, rule) in domain.Fields)
        {
            var action = ModeRules.ActionFor(domain.Mode, rule.Class);
            var becomesToken = action == FieldAction.Token || (action == FieldAction.RandomTokenOnly && domain.Tokens == PseudonymKind.Random);
            if (becomesToken && (rule.Namespace is null || rule.Authority is null))
            {
                reader.Add(
                    reader.Lines[$"{domain.Name}/{field}"],
                    "PHI010",
                    $"'{field}' becomes a token in this mode and has no namespace or authority.",
                    $"Write '{field}: {{ class: {FieldClassNames.NameOf(rule.Class)}, namespace: ..., authority: ... }}'.");
            }
        }
    }

    // Cells that go on changing while charges are corrected give single records away by their differences, whatever their size.
    private static void Copy(RegisterReader reader, DomainEntry domain)
    {
        if (domain is { Mode: PhiMode.AggregateOnly, Analytics: not null })
        {
            reader.Add(
                reader.Lines[$"{domain.Name}//analytics"],
                "PHI012",
                $"'{domain.Name}' is aggregate-only and names a recipient of a running copy: cells that change with every charge give single charges away by their differences.",
                "Remove 'analytics', or choose a mode that lets rows out.");
        }
    }

    private static void Coverage(RegisterReader reader, DomainEntry domain, List<SchemaField> schema)
    {
        foreach (var field in schema)
        {
            if (field.Class is not { } declared)
            {
                reader.Add(reader.Lines[domain.Name], "PHI011", $"The schema declares no class for '{field.Field}'.", $"Add \"{SchemaPhi.Attribute}\" to the field in the schema.");
            }
            else if (!domain.Fields.TryGetValue(field.Field, out var rule))
            {
                reader.Add(reader.Lines[domain.Name], "PHI005", $"'{field.Field}' is not covered.", $"Add '{field.Field}: {FieldClassNames.NameOf(declared)}' under 'fields' of '{domain.Name}'.");
            }
            else if (!MayStandFor(rule.Class, declared))
            {
                reader.Add(
                    reader.Lines[$"{domain.Name}/{field.Field}"],
                    "PHI006",
                    $"'{field.Field}' is '{FieldClassNames.NameOf(declared)}' in the schema and '{FieldClassNames.NameOf(rule.Class)}' here.",
                    $"Write '{FieldClassNames.NameOf(declared)}' or 'never', or have the schema changed.");
            }
        }

        foreach (var field in domain.Fields.Keys.Except(schema.Select(f => f.Field), StringComparer.Ordinal))
        {
            reader.Add(reader.Lines[$"{domain.Name}/{field}"], "PHI007", $"'{field}' is in no schema of this domain.", "Remove it, or mend its spelling.");
        }
    }

    private static bool MayStandFor(FieldClass registered, FieldClass declared) =>
        registered == declared || registered is FieldClass.Never or FieldClass.FreeText
        || (declared == FieldClass.Direct && DirectOnes.Contains(registered)) || (declared == FieldClass.Lds && LdsOnes.Contains(registered));
}
