using System;
using System.Collections.Generic;
using Syntra.Avro.Generator.Classes;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator.Emit;

/// <summary>Expressions that decode a value, and the loops that they call for arrays and maps.</summary>
internal sealed class ReadEmitter
{
    private readonly CodeWriter _code;
    private readonly List<Action> _helpers = new();

    public ReadEmitter(CodeWriter code) => _code = code;

    /// <summary>The value of a property.</summary>
    public string Property(RecordField field, string hint)
    {
        var nothing = CSharpType.NullBranch(field.Schema);
        return FieldClasses.Personal(field) is null || nothing < 0
            ? PersonalType.Wrap(field, Expression(field.Schema, hint, field))
            : $"reader.ReadUnion(2) == {nothing} ? null : {PersonalType.Wrap(field, Expression(CSharpType.Some(field.Schema), hint, field))}";
    }

    /// <summary>The expression; <paramref name="hint"/> names the loops.</summary>
    public string Expression(Schema schema, string hint, RecordField field)
    {
        switch (schema)
        {
            case UnionSchema:
                var some = CSharpType.Some(schema);
                var type = CSharpType.Of(some, field);
                var nothing = type.IsValue ? $"default({type.Name}?)" : "null";
                return $"reader.ReadUnion(2) == {CSharpType.NullBranch(schema)} ? {nothing} : {Expression(some, hint, field)}";
            case ArraySchema array:
                var items = CSharpType.NameOf(array.Items, field);
                var item = Expression(array.Items, hint + "Item", field);
                _helpers.Add(() => EmitArray(array, "__Read" + hint, items, item));
                return $"__Read{hint}(ref reader)";
            case MapSchema map:
                var values = CSharpType.NameOf(map.Values, field);
                var value = Expression(map.Values, hint + "Value", field);
                _helpers.Add(() => EmitMap(map, "__Read" + hint, values, value));
                return $"__Read{hint}(ref reader)";
            case RecordSchema: return $"{CSharpType.Of(schema, field).Name}.Decode(ref reader)";
            case EnumSchema symbols: return $"({CSharpType.Of(schema, field).Name})reader.ReadEnum({symbols.Symbols.Count})";
            default: return "reader." + Call(schema);
        }
    }

    public void EmitHelpers() => _helpers.ForEach(static emit => emit());

    private static string Call(Schema schema)
    {
        var size = schema is FixedSchema { Size: var bytes } ? bytes : 0;
        return schema.LogicalType switch
        {
            { Kind: LogicalTypeKind.Decimal } it => size > 0 ? $"ReadDecimalFixed({size}, {it.Scale})" : $"ReadDecimal({it.Scale})",
            { Kind: LogicalTypeKind.Uuid } => size > 0 ? "ReadUuidFixed()" : "ReadUuid()",
            { } it => $"Read{it.Kind}()",
            null when schema is FixedSchema => $"ReadFixed({size})",
            null => $"Read{schema.Type}()",
        };
    }

    private void EmitArray(ArraySchema array, string name, string type, string item)
    {
        var size = SchemaFacts.MinimumSize(array.Items);
        _code.Line();
        _code.Open($"private static {type}[] {name}(ref global::Syntra.Avro.AvroReader reader)");
        _code.Line($"var count = reader.ReadBlock({size});");
        _code.Open("if (count == 0)");
        _code.Line($"return global::System.Array.Empty<{type}>();");
        _code.Close();
        _code.Line($"var items = {NewArray(type)};");
        _code.Line("var filled = 0;");
        _code.Open("while (true)");
        _code.Open("for (; filled < items.Length; filled++)");
        _code.Line($"items[filled] = {item};");
        _code.Close();
        _code.Line($"count = reader.ReadBlock({size});");
        _code.Open("if (count == 0)");
        _code.Line("return items;");
        _code.Close();
        _code.Line("global::System.Array.Resize(ref items, checked(filled + count));");
        _code.Close();
        _code.Close();
    }

    // new T[n][] for arrays of arrays: the length goes into the first pair of brackets.
    private static string NewArray(string type) =>
        type.EndsWith("[]", StringComparison.Ordinal) ? $"new {type.Substring(0, type.Length - 2)}[count][]" : $"new {type}[count]";

    private void EmitMap(MapSchema map, string name, string type, string value)
    {
        var size = 1 + SchemaFacts.MinimumSize(map.Values);
        _code.Line();
        _code.Open($"private static global::System.Collections.Generic.Dictionary<string, {type}> {name}(ref global::Syntra.Avro.AvroReader reader)");
        _code.Line($"var pairs = new global::System.Collections.Generic.Dictionary<string, {type}>(global::System.StringComparer.Ordinal);");
        _code.Open($"for (var count = reader.ReadBlock({size}); count > 0; count = reader.ReadBlock({size}))");
        _code.Open("for (var i = 0; i < count; i++)");
        _code.Line("var key = reader.ReadString();");
        _code.Line($"pairs[key] = {value};");
        _code.Close();
        _code.Close();
        _code.Line("return pairs;");
        _code.Close();
    }
}
