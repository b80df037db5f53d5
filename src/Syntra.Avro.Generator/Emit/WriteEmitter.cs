using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator.Emit;

/// <summary>Statements that encode a value.</summary>
internal sealed class WriteEmitter
{
    private readonly CodeWriter _code;
    private int _locals;

    public WriteEmitter(CodeWriter code) => _code = code;

    public void Emit(Schema schema, string value)
    {
        switch (schema)
        {
            case UnionSchema: EmitOptional(schema, value); break;
            case ArraySchema array: EmitArray(array, value); break;
            case MapSchema map: EmitMap(map, value); break;
            case RecordSchema: _code.Line($"{value}.Encode(ref writer);"); break;
            case EnumSchema symbols: _code.Line($"writer.WriteEnum((int){value}, {symbols.Symbols.Count});"); break;
            default: _code.Line($"writer.{Call(schema, value)};"); break;
        }
    }

    private static string Call(Schema schema, string value)
    {
        var size = schema is FixedSchema { Size: var bytes } ? bytes : 0;
        return schema.LogicalType switch
        {
            { Kind: LogicalTypeKind.Decimal } it when size > 0 => $"WriteDecimalFixed({value}, {size}, {it.Precision}, {it.Scale})",
            { Kind: LogicalTypeKind.Decimal } it => $"WriteDecimal({value}, {it.Precision}, {it.Scale})",
            { Kind: LogicalTypeKind.Uuid } => size > 0 ? $"WriteUuidFixed({value})" : $"WriteUuid({value})",
            { } it => $"Write{it.Kind}({value})",
            null when schema is FixedSchema => $"WriteFixed({value}, {size})",
            null => $"Write{schema.Type}({value})",
        };
    }

    private void EmitOptional(Schema schema, string value)
    {
        var some = $"some{_locals++}";
        var nothing = CSharpType.NullBranch(schema);
        _code.Open($"if ({value} is {{ }} {some})");
        _code.Line($"writer.WriteUnion({1 - nothing});");
        Emit(CSharpType.Some(schema), some);
        _code.Close();
        _code.Open("else");
        _code.Line($"writer.WriteUnion({nothing});");
        _code.Close();
    }

    private void EmitArray(ArraySchema array, string value)
    {
        var items = $"items{_locals}";
        var item = $"item{_locals++}";
        _code.Line($"var {items} = global::Syntra.Avro.AvroValue.Items({value});");
        _code.Line($"writer.WriteBlockStart({items}.Length);");
        _code.Open($"foreach (var {item} in {items})");
        Emit(array.Items, item);
        _code.Close();
        _code.Line("writer.WriteBlockEnd();");
    }

    private void EmitMap(MapSchema map, string value)
    {
        var pair = $"pair{_locals++}";
        _code.Line($"writer.WriteBlockStart({value}.Count);");
        _code.Open($"foreach (var {pair} in {value})");
        _code.Line($"writer.WriteString({pair}.Key);");
        Emit(map.Values, pair + ".Value");
        _code.Close();
        _code.Line("writer.WriteBlockEnd();");
    }
}
