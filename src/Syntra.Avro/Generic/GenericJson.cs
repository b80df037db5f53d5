using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Syntra.Avro.Generic;

/// <summary>
/// Values as JSON for people and tools: decimals as text with the schema's digits, dates and times in ISO 8601, bytes in base64, NaN and
/// infinities as text. Not Avro's own JSON encoding: union branches are not named.
/// </summary>
public static class GenericJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 10_000 };

    /// <summary>One line of JSON for a value of <see cref="GenericReader"/>.</summary>
    public static string Write(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a value of <see cref="GenericReader"/>.</summary>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case string text: json.WriteStringValue(text); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case GenericEnum symbol: json.WriteStringValue(symbol.Symbol); break;
            case GenericFixed bytes: json.WriteBase64StringValue(bytes.Bytes); break;
            case GenericRecord record: WriteRecord(json, record); break;
            case IReadOnlyDictionary<string, object?> map: WriteMap(json, map); break;
            case IEnumerable<object?> items: WriteArray(json, items); break;
            default: json.WriteStringValue(Text(value)); break;
        }
    }

    private static string Text(object value) => value switch
    {
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static void WriteRecord(Utf8JsonWriter json, GenericRecord record)
    {
        json.WriteStartObject();
        foreach (var field in record.Schema.Fields)
        {
            json.WritePropertyName(field.Name);
            Write(json, record[field.Position]);
        }

        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, IReadOnlyDictionary<string, object?> map)
    {
        json.WriteStartObject();
        foreach (var pair in map)
        {
            json.WritePropertyName(pair.Key);
            Write(json, pair.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, IEnumerable<object?> items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            Write(json, item);
        }

        json.WriteEndArray();
    }
}
