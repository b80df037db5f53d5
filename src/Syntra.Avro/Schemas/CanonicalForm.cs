using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Syntra.Avro.Schemas;

/// <summary>Parsing canonical form (specification, "Transforming into Parsing Canonical Form").</summary>
internal sealed class CanonicalForm
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _written = new(System.StringComparer.Ordinal);

    public static string Of(Schema schema)
    {
        var form = new CanonicalForm();
        form.Append(schema);
        return form._text.ToString();
    }

    private void Append(Schema schema)
    {
        switch (schema)
        {
            case UnionSchema union:
                AppendList(union.Branches);
                break;
            case ArraySchema array:
                _text.Append("{\"type\":\"array\",\"items\":");
                Append(array.Items);
                _text.Append('}');
                break;
            case MapSchema map:
                _text.Append("{\"type\":\"map\",\"values\":");
                Append(map.Values);
                _text.Append('}');
                break;
            case NamedSchema named when !_written.Add(named.Name.FullName):
                Quote(named.Name.FullName);
                break;
            case NamedSchema named:
                AppendNamed(named);
                break;
            default:
                Quote(SchemaTypes.Name(schema.Type));
                break;
        }
    }

    private void AppendList(IReadOnlyList<Schema> branches)
    {
        _text.Append('[');
        for (var i = 0; i < branches.Count; i++)
        {
            _text.Append(i > 0 ? "," : "");
            Append(branches[i]);
        }

        _text.Append(']');
    }

    private void AppendNamed(NamedSchema schema)
    {
        _text.Append("{\"name\":");
        Quote(schema.Name.FullName);
        _text.Append(",\"type\":\"").Append(SchemaTypes.Name(schema.Type)).Append('"');
        switch (schema)
        {
            case FixedSchema size:
                _text.Append(",\"size\":").Append(size.Size.ToString(CultureInfo.InvariantCulture));
                break;
            case EnumSchema symbols:
                _text.Append(",\"symbols\":[");
                for (var i = 0; i < symbols.Symbols.Count; i++)
                {
                    _text.Append(i > 0 ? "," : "");
                    Quote(symbols.Symbols[i]);
                }

                _text.Append(']');
                break;
            case RecordSchema record:
                AppendFields(record);
                break;
        }

        _text.Append('}');
    }

    private void AppendFields(RecordSchema record)
    {
        _text.Append(",\"fields\":[");
        foreach (var field in record.Fields)
        {
            _text.Append(field.Position > 0 ? ",{\"name\":" : "{\"name\":");
            Quote(field.Name);
            _text.Append(",\"type\":");
            Append(field.Schema);
            _text.Append('}');
        }

        _text.Append(']');
    }

    // Names and symbols are letters, digits, _ and dots: nothing to escape.
    private void Quote(string value) => _text.Append('"').Append(value).Append('"');
}
