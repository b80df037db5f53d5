using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Syntra.Fusion.Objects.Calls;

/// <summary>Request bodies, written straight to UTF-8.</summary>
internal static class JsonBody
{
    public const string Item = "application/vnd.oracle.adf.resourceitem+json";
    public const string Action = "application/vnd.oracle.adf.action+json";
    public const string Batch = "application/vnd.oracle.adf.batch+json";

    public static byte[] Object(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Dates as yyyy-MM-dd, and null as null: a member that is left out is left as it is.</summary>
    public static void WriteDate(this Utf8JsonWriter json, string name, DateOnly? date)
    {
        if (date is { } day)
        {
            json.WriteString(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    public static void WriteArray(this Utf8JsonWriter json, string name, Action<Utf8JsonWriter> items)
    {
        json.WriteStartArray(name);
        items(json);
        json.WriteEndArray();
    }
}
