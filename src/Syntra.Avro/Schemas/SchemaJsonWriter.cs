using System.Globalization;
using System.Text;

namespace Syntra.Avro.Schemas;

/// <summary>Compact JSON output.</summary>
internal static class SchemaJsonWriter
{
    public static string Write(SchemaJson value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    public static void Append(StringBuilder text, SchemaJson value)
    {
        switch (value.Kind)
        {
            case SchemaJsonKind.Text:
                AppendText(text, value.Text);
                break;
            case SchemaJsonKind.Array:
                AppendArray(text, value);
                break;
            case SchemaJsonKind.Object:
                AppendObject(text, value);
                break;
            default:
                text.Append(value.Text);
                break;
        }
    }

    public static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case < ' ' or (>= '\u007F' and <= '\u009F') or (>= '\uD800' and <= '\uDFFF'):
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default: text.Append(c); break;
            }
        }

        text.Append('"');
    }

    private static void AppendArray(StringBuilder text, SchemaJson value)
    {
        text.Append('[');
        for (var i = 0; i < value.Items.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            Append(text, value.Items[i]);
        }

        text.Append(']');
    }

    private static void AppendObject(StringBuilder text, SchemaJson value)
    {
        text.Append('{');
        for (var i = 0; i < value.Members.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            AppendText(text, value.Members[i].Key);
            text.Append(':');
            Append(text, value.Members[i].Value);
        }

        text.Append('}');
    }
}
