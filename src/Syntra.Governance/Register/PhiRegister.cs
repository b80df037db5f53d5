using Syntra.Governance.Disclosure;
using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Register;

/// <summary>What a tenant's privacy officer signs: per domain one mode, per field one class.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Version">Grows with every signed change.</param>
/// <param name="Effective">First day, UTC.</param>
/// <param name="Expires">Last day, UTC.</param>
/// <param name="Domains">By name.</param>
/// <param name="Sha256">Hash of the file as signed, lower-case hex.</param>
public sealed record PhiRegister(
    string Tenant, int Version, DateOnly Effective, DateOnly Expires, IReadOnlyDictionary<string, DomainEntry> Domains, string Sha256);

/// <summary>One domain of a register.</summary>
/// <param name="Name">The domain, for example <c>charge</c>.</param>
/// <param name="Mode">Its mode.</param>
/// <param name="Tokens">How its tokens are made.</param>
/// <param name="Disclosure">Class of the route, which decides whether accesses are accountable.</param>
/// <param name="Purpose">Purpose-of-use code of the route.</param>
/// <param name="Fields">By <c>Record.field</c>.</param>
public sealed record DomainEntry(
    string Name, PhiMode Mode, PseudonymKind Tokens, DisclosureClass Disclosure, string Purpose, IReadOnlyDictionary<string, FieldRule> Fields)
{
    /// <summary>Who receives what the domain's routes read; null for the tenant's own finance department.</summary>
    public string? Recipient { get; init; }

    /// <summary>Who gets a copy of the domain's rows for analytics, in the domain's mode; null where nobody does and no copy is made.</summary>
    public AnalyticsRecipient? Analytics { get; init; }

    /// <summary>
    /// Rules for one record type, with paths relative to it. A register names fields by the record that declares them; for a field that lies
    /// in a record inside another, <see cref="RulesUnder"/> gives the path that leads there.
    /// </summary>
    public IReadOnlyList<FieldRule> RulesFor(string record) =>
        [.. Fields.Where(f => f.Key.StartsWith(record + ".", StringComparison.Ordinal)).Select(f => f.Value with { Path = f.Key[(record.Length + 1)..] })];

    /// <summary>Rules for one record type and all records inside it, with whole paths (<c>address.zip</c>; arrays are passed through, and what lies in a map has no path).</summary>
    /// <param name="schemaJson">JSON of the record's Avro schema, self-contained.</param>
    public IReadOnlyList<FieldRule> RulesUnder(string schemaJson) =>
        [.. SchemaPaths.Read(schemaJson).Where(p => Fields.ContainsKey(p.Field)).Select(p => Fields[p.Field] with { Path = p.Path })];
}

/// <summary>Who gets a domain's copy for analytics.</summary>
/// <param name="Recipient">Who.</param>
/// <param name="Disclosure">Class of this route, which decides whether accesses are accountable.</param>
/// <param name="Purpose">Purpose-of-use code of this route.</param>
public sealed record AnalyticsRecipient(Recipient Recipient, DisclosureClass Disclosure, string Purpose);
