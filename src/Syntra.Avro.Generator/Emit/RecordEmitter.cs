using System.Collections.Generic;
using System.Linq;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator.Emit;

/// <summary>A record: properties, schema, codec, and value equality where arrays, maps or bytes would break it.</summary>
internal sealed class RecordEmitter
{
    private readonly RecordSchema _record;
    private readonly CodeWriter _code;
    private readonly IReadOnlyList<string> _properties;
    private readonly bool _recursive;

    public RecordEmitter(RecordSchema record, CodeWriter code)
    {
        _record = record;
        _code = code;
        _properties = CSharpNames.Properties(record);
        _recursive = record.IsRecursive;
    }

    private string Name => CSharpNames.Identifier(_record.Name.Name);

    public void Emit()
    {
        _code.Line(TypeEmitter.GeneratedCode);
        _code.Open($"public sealed partial record {Name} : global::Syntra.Avro.IAvroRecord<{Name}>");
        _code.Line("/// <summary>The schema as JSON, self-contained.</summary>");
        _code.Line($"public const string AvroSchemaJson = {CSharpNames.Literal(_record.ToJson())};");
        _code.Line();
        _code.Line("/// <inheritdoc />");
        _code.Line("public static global::Syntra.Avro.Schema AvroSchema { get; } = global::Syntra.Avro.Schema.Parse(AvroSchemaJson);");
        foreach (var field in _record.Fields)
        {
            EmitProperty(field);
        }

        EmitEncode();
        var reads = new ReadEmitter(_code);
        EmitDecode(reads);
        reads.EmitHelpers();
        EqualityEmitter.Emit(_code, _record, _properties, Name);
        _code.Close();
    }

    private void EmitProperty(RecordField field)
    {
        var type = PersonalType.Property(field);
        var accessors = PersonalType.Accessors(field);
        _code.Line();
        _code.Summary(field.Doc);
        var name = CSharpNames.Identifier(_properties[field.Position]);
        if (field.Default is null)
        {
            _code.Line($"public required {type} {name} {accessors}");
            return;
        }

        var value = PersonalType.Wrap(field, DefaultEmitter.Expression(field.Schema, field.Default, field));
        _code.Line($"public {type} {name} {accessors}" + (value == "null" ? "" : $" = {value};"));
    }

    private void EmitEncode()
    {
        _code.Line();
        _code.Line("/// <inheritdoc />");
        _code.Open("public void Encode(ref global::Syntra.Avro.AvroWriter writer)");
        if (_recursive)
        {
            _code.Line("writer.Enter();");
        }

        var writes = new WriteEmitter(_code);
        foreach (var field in _record.Fields)
        {
            writes.Emit(field.Schema, PersonalType.Unwrap(field, "this." + CSharpNames.Identifier(_properties[field.Position])));
        }

        if (_recursive)
        {
            _code.Line("writer.Leave();");
        }

        _code.Close();
    }

    private void EmitDecode(ReadEmitter reads)
    {
        _code.Line();
        _code.Line("/// <inheritdoc />");
        _code.Open($"public static {Name} Decode(ref global::Syntra.Avro.AvroReader reader)");
        if (_recursive)
        {
            _code.Line("reader.Enter();");
        }

        // Initialisers run in the order of the text, which is the order of the fields.
        _code.Open($"var value = new {Name}");
        foreach (var field in _record.Fields)
        {
            var name = _properties[field.Position];
            _code.Line($"{CSharpNames.Identifier(name)} = {reads.Property(field, name)},");
        }

        _code.Close("};");
        if (_recursive)
        {
            _code.Line("reader.Leave();");
        }

        _code.Line("return value;");
        _code.Close();
    }
}
