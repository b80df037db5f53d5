using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator.Emit;

/// <summary>Avro names as C# names: fields and symbols in PascalCase, types as they are.</summary>
internal static class CSharpNames
{
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "AvroSchema", "AvroSchemaJson", "Encode", "Decode", "Clone", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "ToString", "EqualityContract", "PrintMembers", "Finalize",
    };

    /// <summary>orderItemId, order_item_id and ORDER_ITEM_ID all become OrderItemId.</summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder();
        foreach (var part in name.Split(new[] { '_' }, StringSplitOptions.RemoveEmptyEntries))
        {
            var shouting = string.Equals(part, part.ToUpperInvariant(), StringComparison.Ordinal);
            text.Append(char.ToUpperInvariant(part[0])).Append(shouting ? part.Substring(1).ToLowerInvariant() : part.Substring(1));
        }

        return text.Length == 0 || char.IsDigit(text[0]) ? "_" + text : text.ToString();
    }

    /// <summary>The property of every field, in order.</summary>
    public static IReadOnlyList<string> Properties(RecordSchema record)
    {
        var names = new List<string>();
        foreach (var field in record.Fields)
        {
            var name = Pascal(field.Name);
            if (Taken.Contains(name) || string.Equals(name, record.Name.Name, StringComparison.Ordinal))
            {
                throw field.Source.Error($"field '{field.Name}' would become the property '{name}', a name that is taken in record {record.Name.Name}");
            }

            if (names.Contains(name))
            {
                throw field.Source.Error($"two fields of {record.Name.Name} would become the property '{name}'");
            }

            names.Add(name);
        }

        return names;
    }

    /// <summary>The member of every symbol, in order.</summary>
    public static IReadOnlyList<string> Members(EnumSchema schema)
    {
        var names = new List<string>();
        foreach (var symbol in schema.Symbols)
        {
            var name = Pascal(symbol);
            if (names.Contains(name))
            {
                throw new SchemaParseException($"two symbols of {schema.Name} would become the member '{name}'", 1, 1);
            }

            names.Add(name);
        }

        return names;
    }

    /// <summary>Full name of a type with global::.</summary>
    public static string Type(NamedSchema schema)
    {
        var space = Namespace(schema);
        return "global::" + (space.Length > 0 ? space + "." : "") + Identifier(schema.Name.Name);
    }

    public static string Namespace(NamedSchema schema) =>
        schema.Name.Namespace.Length == 0 ? "" : string.Join(".", schema.Name.Namespace.Split('.').Select(Identifier));

    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    public static string Literal(string value) => SymbolDisplay.FormatLiteral(value, quote: true);
}
