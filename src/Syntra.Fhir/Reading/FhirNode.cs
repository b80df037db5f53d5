using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Reading;

/// <summary>One JSON object of a document, with the accessors that every type is read by. A JSON null is as good as absent.</summary>
internal readonly struct FhirNode(JsonElement element, ReadingPath path)
{
    internal ReadingPath Path => path;

    internal bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>The bytes of this element as they stand in the document.</summary>
    internal byte[] Bytes => JsonMarshal.GetRawUtf8Value(element).ToArray();

    /// <summary>A string; numbers and booleans are refused.</summary>
    internal string? Text(string name)
    {
        if (!Find(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? Value(value, name) : throw path.Fault("should be a string", name);
    }

    /// <summary>A primitive of any kind as text.</summary>
    internal string? Primitive(string name) => !Find(name, out var value) ? null : PrimitiveOf(value, name);

    internal bool? Flag(string name) => !Find(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw path.Fault("should be true or false", name),
    };

    /// <summary>An exact decimal, written as a number or, as some servers do, as a string.</summary>
    internal decimal? Number(string name)
    {
        if (Primitive(name) is not { } text)
        {
            return null;
        }

        return ExactDecimal.TryParse(text, out var number) ? number : throw path.Fault("should be a decimal number of at most 28 digits", name);
    }

    /// <summary>A whole number, written as a number or as a string.</summary>
    internal long? Integer(string name)
    {
        if (Primitive(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw path.Fault("should be a whole number", name);
    }

    internal FhirDateTime? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return FhirDateTime.TryParse(text, out var time) ? time : throw path.Fault("should be a date or an instant", name);
    }

    /// <summary>A point in time: date, time of day and offset.</summary>
    internal DateTimeOffset? Instant(string name) =>
        Time(name) is not { } time ? null : time.Instant ?? throw path.Fault("should be an instant with an offset", name);

    internal T? One<T>(string name, Func<FhirNode, T> read)
        where T : class
    {
        if (!Find(name, out var value))
        {
            return null;
        }

        path.Push(name);
        var read1 = read(Object(value));
        path.Pop();
        return read1;
    }

    internal IReadOnlyList<T> Many<T>(string name, Func<FhirNode, T> read)
    {
        if (!Find(name, out var value))
        {
            return [];
        }

        var list = new List<T>(Array(value, name));
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Null)
            {
                path.Push(name, index);
                list.Add(read(Object(item)));
                path.Pop();
            }

            index++;
        }

        return list;
    }

    /// <summary>An array of strings; nulls, which stand for values that are only extensions, are left out.</summary>
    internal IReadOnlyList<string> Texts(string name)
    {
        if (!Find(name, out var value))
        {
            return [];
        }

        var list = new List<string>(Array(value, name));
        foreach (var item in value.EnumerateArray().Where(i => i.ValueKind != JsonValueKind.Null))
        {
            list.Add(item.ValueKind == JsonValueKind.String ? Value(item, name) : throw path.Fault("should hold strings", name));
        }

        return list;
    }

    /// <summary>The name that follows a choice's stem, as <c>Reference</c> in <c>valueReference</c>; null where the choice is absent.</summary>
    internal string? Choice(string stem)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Length > stem.Length && property.Name.StartsWith(stem, StringComparison.Ordinal) && char.IsAsciiLetterUpper(property.Name[stem.Length]))
            {
                return property.Name[stem.Length..];
            }
        }

        return null;
    }

    internal bool Has(string name) => Find(name, out _);

    /// <summary>Whether a value is there that is one of JSON's primitives.</summary>
    internal bool HasPrimitive(string name) => Find(name, out var value) && value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    private bool Find(string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private FhirNode Object(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? new FhirNode(value, path) : throw path.Fault("should be an object");

    private int Array(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : throw path.Fault("should be an array", name);

    private string PrimitiveOf(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String => Value(value, name),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw path.Fault("should be a single value", name),
    };

    private string Value(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw path.Fault("holds text that is not Unicode", name);
        }
    }
}
