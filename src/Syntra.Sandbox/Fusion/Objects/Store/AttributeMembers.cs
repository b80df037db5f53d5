using System.Text.Json;

namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>The members of an object in UTF-8, one after the other.</summary>
internal ref struct AttributeMembers
{
    private readonly ReadOnlySpan<byte> _utf8;
    private Utf8JsonReader _reader;
    private Range _name;
    private bool _isEscaped;

    public AttributeMembers(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8;
        _reader = new Utf8JsonReader(utf8);
        _reader.Read();
    }

    /// <summary>As it is written, without the quotes.</summary>
    public readonly ReadOnlySpan<byte> Name => _utf8[_name];

    public Range ValueRange { get; private set; }

    public JsonTokenType Type { get; private set; }

    public bool Next()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        var at = (int)_reader.TokenStartIndex + 1;
        (_name, _isEscaped) = (new Range(at, at + _reader.ValueSpan.Length), _reader.ValueIsEscaped);
        _reader.Read();
        (at, Type) = ((int)_reader.TokenStartIndex, _reader.TokenType);
        _reader.Skip();
        ValueRange = new Range(at, (int)_reader.BytesConsumed);
        return true;
    }

    public readonly string? Text()
    {
        var reader = new Utf8JsonReader(_utf8[ValueRange]);
        reader.Read();
        return Type switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            _ => System.Text.Encoding.UTF8.GetString(_utf8[ValueRange]),
        };
    }

    /// <summary>Writes name and value, or another value's JSON in its place.</summary>
    public readonly void WriteTo(Utf8JsonWriter json, ReadOnlySpan<byte> otherValue = default)
    {
        if (_isEscaped)
        {
            var quoted = new Utf8JsonReader(_utf8[new Range(_name.Start.Value - 1, _name.End.Value + 1)]);
            quoted.Read();
            json.WritePropertyName(quoted.GetString()!);
        }
        else
        {
            json.WritePropertyName(Name);
        }

        json.WriteRawValue(otherValue.IsEmpty ? _utf8[ValueRange] : otherValue, skipInputValidation: true);
    }

    public static int Count(ReadOnlySpan<byte> utf8)
    {
        var members = new AttributeMembers(utf8);
        var count = 0;
        while (members.Next())
        {
            count++;
        }

        return count;
    }

    /// <summary>Where names and values stand.</summary>
    public static void Index(ReadOnlySpan<byte> utf8, Span<Range> names, Span<Range> values)
    {
        var members = new AttributeMembers(utf8);
        for (var i = 0; members.Next(); i++)
        {
            (names[i], values[i]) = (members._name, members.ValueRange);
        }
    }
}
