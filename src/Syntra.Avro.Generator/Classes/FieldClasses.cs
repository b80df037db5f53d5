using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Syntra.Avro.Schemas;
using Syntra.Governance.Modes.Fields;

namespace Syntra.Avro.Generator.Classes;

/// <summary>The class that a field declares by its attribute <c>syntra.phi</c>; the names are those of the register.</summary>
internal static class FieldClasses
{
    public const string Attribute = "syntra.phi";

    public static readonly IReadOnlyList<string> Names =
        Enum.GetNames(typeof(FieldClass)).Select(Kebab).OrderBy(static name => name, StringComparer.Ordinal).ToArray();

    /// <summary>The attribute as written, or null where there is none.</summary>
    public static SchemaJson? Declared(RecordField field) =>
        field.Properties.Where(static p => string.Equals(p.Key, Attribute, StringComparison.Ordinal)).Select(static p => p.Value).FirstOrDefault();

    public static bool IsKnown(SchemaJson declared) => declared.Kind == SchemaJsonKind.Text && Names.Contains(declared.Text);

    /// <summary>The class of a field that holds something of a person, or null. A class that does not exist counts: it was meant to say something.</summary>
    public static string? Personal(RecordField field) =>
        Declared(field) is { } declared && !string.Equals(declared.Text, "none", StringComparison.Ordinal) ? declared.Text : null;

    /// <summary>Whether a value leads to a record; its fields have classes of their own.</summary>
    public static IEnumerable<RecordSchema> Records(Schema schema) => schema switch
    {
        RecordSchema record => new[] { record },
        ArraySchema array => Records(array.Items),
        MapSchema map => Records(map.Values),
        UnionSchema union => union.Branches.SelectMany(Records),
        _ => Array.Empty<RecordSchema>(),
    };

    private static string Kebab(string pascal)
    {
        var text = new StringBuilder();
        foreach (var c in pascal)
        {
            text.Append(char.IsUpper(c) && text.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
