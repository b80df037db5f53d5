using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Syntra.Avro.Schemas;

/// <summary>A schema as JSON text: each named type in full where it first occurs, its full name from there on.</summary>
internal sealed class SchemaTextWriter
{
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _written = new(System.StringComparer.Ordinal);

    public static string Write(Schema schema, IEnumerable<string> known)
    {
        var writer = new SchemaTextWriter();
        writer._written.UnionWith(known);
        writer.Append(schema, "");
        return writer._text.ToString();
    }

    private void Append(Schema schema, string enclosing)
    {
        switch (schema)
        {
            case UnionSchema union:
                AppendUnion(union, enclosing);
                break;
            case NamedSchema named when !_written.Add(named.Name.FullName):
                SchemaJsonWriter.AppendText(_text, named.Name.FullName);
                break;
            case NamedSchema named:
                AppendNamed(named, enclosing);
                break;
            case PrimitiveSchema { Properties.Count: 0 }:
                SchemaJsonWriter.AppendText(_text, SchemaTypes.Name(schema.Type));
                break;
            default:
                AppendPlain(schema, enclosing);
                break;
        }
    }

    private void AppendUnion(UnionSchema union, string enclosing)
    {
        _text.Append('[');
        for (var i = 0; i < union.Branches.Count; i++)
        {
            _text.Append(i > 0 ? "," : "");
            Append(union.Branches[i], enclosing);
        }

        _text.Append(']');
    }

    private void AppendPlain(Schema schema, string enclosing)
    {
        _text.Append("{\"type\":\"").Append(SchemaTypes.Name(schema.Type)).Append('"');
        if (schema is ArraySchema array)
        {
            _text.Append(",\"items\":");
            Append(array.Items, enclosing);
        }
        else if (schema is MapSchema map)
        {
            _text.Append(",\"values\":");
            Append(map.Values, enclosing);
        }

        AppendProperties(schema.Properties);
        _text.Append('}');
    }

    private void AppendNamed(NamedSchema schema, string enclosing)
    {
        _text.Append("{\"type\":\"").Append(SchemaTypes.Name(schema.Type)).Append("\",\"name\":");
        SchemaJsonWriter.AppendText(_text, schema.Name.Name);
        if (schema.Name.Namespace != enclosing)
        {
            AppendMember("namespace", schema.Name.Namespace);
        }

        AppendMember("doc", schema.Doc);
        AppendTexts("aliases", schema.Aliases, optional: true);
        switch (schema)
        {
            case RecordSchema record:
                AppendFields(record);
                break;
            case EnumSchema symbols:
                AppendTexts("symbols", symbols.Symbols, optional: false);
                AppendMember("default", symbols.Default);
                break;
            case FixedSchema size:
                _text.Append(",\"size\":").Append(size.Size.ToString(CultureInfo.InvariantCulture));
                break;
        }

        AppendProperties(schema.Properties);
        _text.Append('}');
    }

    private void AppendFields(RecordSchema record)
    {
        _text.Append(",\"fields\":[");
        foreach (var field in record.Fields)
        {
            _text.Append(field.Position > 0 ? ",{\"name\":" : "{\"name\":");
            SchemaJsonWriter.AppendText(_text, field.Name);
            _text.Append(",\"type\":");
            Append(field.Schema, record.Name.Namespace);
            AppendMember("doc", field.Doc);
            if (field.Default is not null)
            {
                _text.Append(",\"default\":");
                SchemaJsonWriter.Append(_text, field.Default);
            }

            AppendMember("order", field.Order);
            AppendTexts("aliases", field.Aliases, optional: true);
            AppendProperties(field.Properties);
            _text.Append('}');
        }

        _text.Append(']');
    }

    private void AppendMember(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(",\"").Append(name).Append("\":");
            SchemaJsonWriter.AppendText(_text, value);
        }
    }

    private void AppendTexts(string name, IReadOnlyList<string> values, bool optional)
    {
        if (optional && values.Count == 0)
        {
            return;
        }

        _text.Append(",\"").Append(name).Append("\":[");
        for (var i = 0; i < values.Count; i++)
        {
            _text.Append(i > 0 ? "," : "");
            SchemaJsonWriter.AppendText(_text, values[i]);
        }

        _text.Append(']');
    }

    private void AppendProperties(IReadOnlyList<KeyValuePair<string, SchemaJson>> properties)
    {
        foreach (var property in properties)
        {
            _text.Append(',');
            SchemaJsonWriter.AppendText(_text, property.Key);
            _text.Append(':');
            SchemaJsonWriter.Append(_text, property.Value);
        }
    }
}
