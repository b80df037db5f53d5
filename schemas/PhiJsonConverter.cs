using System.Text.Json;
using System.Text.Json.Serialization;

namespace Syntra.Contracts;

/// <summary>JSON of a <see cref="Phi{T}"/>: its class, one way only.</summary>
internal sealed class PhiJsonConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Phi<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Masking<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Masking<T> : JsonConverter<Phi<T>>
    {
        public override Phi<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A value of a person is not read from JSON; the sealed payload holds it.");

        public override void Write(Utf8JsonWriter writer, Phi<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
