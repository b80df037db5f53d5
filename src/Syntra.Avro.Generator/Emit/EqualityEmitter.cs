using System.Collections.Generic;
using System.Linq;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator.Emit;

/// <summary>Equality by content for records with arrays, maps or bytes; for all others the compiler's own does.</summary>
internal static class EqualityEmitter
{
    public static void Emit(CodeWriter code, RecordSchema record, IReadOnlyList<string> properties, string name)
    {
        if (!record.Fields.Any(static field => HasContent(field.Schema)))
        {
            return;
        }

        code.Line();
        code.Line("/// <summary>Whether all values are equal; arrays, maps and bytes by content.</summary>");
        code.Open($"public bool Equals({name}? other)");
        code.Open("if (other is null)");
        code.Line("return false;");
        code.Close();
        code.Line("return global::System.Object.ReferenceEquals(this, other)");
        var terms = record.Fields.Select(field =>
        {
            var property = CSharpNames.Identifier(properties[field.Position]);
            return HasContent(field.Schema)
                ? Expression(field.Schema, PersonalType.Unwrap(field, "this." + property), PersonalType.Unwrap(field, "other." + property), 0)
                : Expression(field.Schema, "this." + property, "other." + property, 0);
        });
        code.Line("    || (" + string.Join("\n            && ", terms) + ");");
        code.Close();
        code.Line();
        code.Line("/// <inheritdoc />");
        code.Open("public override int GetHashCode()");
        code.Line("var hash = new global::System.HashCode();");
        foreach (var field in record.Fields.Where(static field => !HasContent(field.Schema)))
        {
            code.Line($"hash.Add(this.{CSharpNames.Identifier(properties[field.Position])});");
        }

        code.Line("return hash.ToHashCode();");
        code.Close();
    }

    private static bool HasContent(Schema schema) => schema switch
    {
        { LogicalType: not null } => false,
        UnionSchema => HasContent(CSharpType.Some(schema)),
        ArraySchema or MapSchema or FixedSchema => true,
        _ => schema.Type == SchemaType.Bytes,
    };

    private static string Expression(Schema schema, string left, string right, int depth)
    {
        var plain = schema is UnionSchema ? CSharpType.Some(schema) : schema;
        if (!HasContent(plain))
        {
            return $"global::Syntra.Avro.AvroValue.Same({left}, {right})";
        }

        var item = plain switch
        {
            ArraySchema array => array.Items,
            MapSchema map => map.Values,
            _ => null,
        };
        return item is null
            ? $"global::Syntra.Avro.AvroValue.Equal({left}, {right})"
            : $"global::Syntra.Avro.AvroValue.Equal({left}, {right}, static (a{depth}, b{depth}) => {Expression(item, "a" + depth, "b" + depth, depth + 1)})";
    }
}
