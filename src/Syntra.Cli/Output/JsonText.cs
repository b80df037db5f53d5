using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Syntra.Cli.Output;

/// <summary>JSON as the operator's verbs print it: camel case, amounts as strings with two decimals or more, enum members as Avro writes them.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new AmountConverter(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <summary>One line of JSON.</summary>
    internal static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>A value as an object with one member more; without the member where there is nothing to say.</summary>
    internal static JsonObject With<T, TExtra>(T value, string name, TExtra? extra) where TExtra : class
    {
        var node = JsonSerializer.SerializeToNode(value, Options)!.AsObject();
        if (extra is not null)
        {
            node[name] = JsonSerializer.SerializeToNode(extra, Options);
        }
        return node;
    }

    private sealed class AmountConverter : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            decimal.Parse(reader.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("0.00##", CultureInfo.InvariantCulture));
    }
}
