using System.Security.Cryptography;
using System.Text;
using Syntra.Governance.Disclosure;
using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Pseudonyms;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Syntra.Governance.Register.Lint;

/// <summary>Reads a register and collects everything that is wrong with it, with line and cure.</summary>
internal sealed class RegisterReader(string file)
{
    public const string Format = "syntra-phi/1";

    public List<LintFinding> Findings { get; } = [];

    /// <summary>Lines of facts (<c>/version</c>), domains and fields (<c>charge/RawCharge.id</c>), for what is found later.</summary>
    public Dictionary<string, int> Lines { get; } = new(StringComparer.Ordinal);

    public PhiRegister? Read(byte[] bytes)
    {
        if (Root(bytes) is not { } root)
        {
            return null;
        }

        var map = new YamlReading(this, root);
        map.Expect("register", Format);
        var tenant = map.Text("tenant");
        var version = map.Number("version");
        var (effective, expires) = (map.Date("effective"), map.Date("expires"));
        foreach (var fact in (string[])["tenant", "version", "effective", "expires"])
        {
            Lines["/" + fact] = map.LineOf(fact);
        }

        if (effective > expires)
        {
            Add(map.LineOf("expires"), "PHI009", "The register expires before it takes effect.", "Give a later expiry.");
        }

        var domains = new Dictionary<string, DomainEntry>(StringComparer.Ordinal);
        foreach (var (name, node) in map.Mapping("domains"))
        {
            domains[name] = Domain(name, new YamlReading(this, node));
        }

        map.NothingElse();
        return new PhiRegister(tenant, version, effective, expires, domains, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    public void Add(int line, string code, string message, string cure) => Findings.Add(new LintFinding(file, line, code, message, cure));

    private DomainEntry Domain(string name, YamlReading map)
    {
        var mode = map.Choice<PhiMode>("mode");
        var tokens = map.Choice<PseudonymKind>("tokens", PseudonymKind.Keyed);
        var disclosure = map.Choice<DisclosureClass>("disclosure");
        var purpose = map.Text("purpose");
        var recipient = map.Optional("recipient");
        Lines[$"{name}//analytics"] = map.LineOf("analytics");
        var analytics = map.OptionalMapping("analytics") is { } copy ? Analytics(copy) : null;
        var fields = new Dictionary<string, FieldRule>(StringComparer.Ordinal);
        foreach (var (field, node) in map.Mapping("fields", allowScalars: true))
        {
            Lines[$"{name}/{field}"] = YamlReading.LineOf(node);
            fields[field] = Field(field, node);
        }

        Lines[name] = map.Line;
        map.NothingElse();
        return new DomainEntry(name, mode, tokens, disclosure, purpose, fields) { Recipient = recipient, Analytics = analytics };
    }

    private static AnalyticsRecipient Analytics(YamlReading map)
    {
        var recipient = new Recipient(map.Text("recipient"), map.Optional("address"));
        var copy = new AnalyticsRecipient(recipient, map.Choice<DisclosureClass>("disclosure"), map.Text("purpose"));
        map.NothingElse();
        return copy;
    }

    private FieldRule Field(string field, YamlNode node)
    {
        if (node is YamlScalarNode scalar)
        {
            return new FieldRule(field, Class(scalar.Value, YamlReading.LineOf(node)));
        }

        var map = new YamlReading(this, node);
        var rule = new FieldRule(field, Class(map.Text("class"), map.Line))
        {
            Namespace = map.Optional("namespace"),
            Authority = map.Optional("authority"),
            IsReference = string.Equals(map.Optional("reference"), "true", StringComparison.Ordinal),
        };
        map.NothingElse();
        return rule;
    }

    private FieldClass Class(string? name, int line)
    {
        if (FieldClassNames.TryParse(name, out var fieldClass))
        {
            return fieldClass;
        }

        Add(line, "PHI004", "The class of a field is none that exists.", $"Use one of: {string.Join(", ", FieldClassNames.All)}.");
        return FieldClass.Never;
    }

    private YamlNode? Root(byte[] bytes)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes)));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                return root;
            }

            Add(1, "PHI001", "The file is not one YAML mapping.", $"Begin with 'register: {Format}'.");
        }
        catch (YamlException e)
        {
            Add((int)e.Start.Line, "PHI001", "The file is not valid YAML, or has a key twice.", "Mend the syntax at this line.");
        }
        catch (DecoderFallbackException)
        {
            Add(1, "PHI001", "The file is not UTF-8.", "Save it as UTF-8.");
        }

        return null;
    }
}
