using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Http;

namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>
/// A row's attributes, never changed: a JSON object in UTF-8, because a tree of nodes is some thirty objects for each row, all of which the collector
/// follows again and again. Always written here, so that a name has one spelling and bytes can be compared.
/// </summary>
internal readonly struct ObjectAttributes
{
    private const int MostMembersOnStack = 48;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_bytes;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    private readonly byte[] _utf8;

    private ObjectAttributes(byte[] utf8) => _utf8 = utf8;

    public static ObjectAttributes None { get; } = new("{}"u8.ToArray());

    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>What was written here before, by this process or an earlier one.</summary>
    public static ObjectAttributes Stored(byte[] utf8) => new(utf8);

    /// <summary>An object of these members; not to be called while it writes others on the same thread.</summary>
    public static ObjectAttributes Of(JsonPiece members)
    {
        var bytes = t_bytes ??= new ArrayBufferWriter<byte>(1024);
        var writer = t_writer ??= new Utf8JsonWriter(bytes, JsonAnswer.Options);
        bytes.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
        writer.Flush();
        return new(bytes.WrittenSpan.ToArray());
    }

    /// <summary>What was sent, without some of it. What an answer says beside the attributes is no attribute.</summary>
    public static ObjectAttributes Of(JsonElement sent, params string[] without) => Of(json =>
    {
        foreach (var property in sent.EnumerateObject())
        {
            if (!Array.Exists(without, property.NameEquals) && !property.NameEquals("links"u8) && !property.NameEquals("@context"u8))
            {
                property.WriteTo(json);
            }
        }
    });

    public static implicit operator ObjectAttributes(JsonObject attributes) => Of(attributes.AsEnumerable());

    public static ObjectAttributes Of(IEnumerable<KeyValuePair<string, JsonNode?>> attributes) => Of(json =>
    {
        foreach (var (name, value) in attributes)
        {
            json.WritePropertyName(name);
            if (value is null)
            {
                json.WriteNullValue();
            }
            else
            {
                value.WriteTo(json);
            }
        }
    });

    /// <summary>The value's text: a string's own, JSON of any other; null where there is none.</summary>
    public string? Text(string name)
    {
        var members = new AttributeMembers(_utf8);
        while (members.Next())
        {
            if (Ascii.Equals(members.Name, name))
            {
                return members.Text();
            }
        }

        return null;
    }

    /// <summary>The value's JSON; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Json(string name)
    {
        var members = new AttributeMembers(_utf8);
        while (members.Next())
        {
            if (Ascii.Equals(members.Name, name))
            {
                return _utf8.AsMemory(members.ValueRange);
            }
        }

        return default;
    }

    public void WriteMembers(Utf8JsonWriter json, string? without = null)
    {
        var members = new AttributeMembers(_utf8);
        while (members.Next())
        {
            if (without is null || !Ascii.Equals(members.Name, without))
            {
                members.WriteTo(json);
            }
        }
    }

    public ObjectAttributes With(string name, long value)
    {
        if (!Json(name).IsEmpty || _utf8.Length == 2)
        {
            return With(Of(json => json.WriteNumber(name, value)));
        }

        var tail = Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $",\"{name}\":{value}}}"));
        return new([.. _utf8.AsSpan(0, _utf8.Length - 1), .. tail]);
    }

    /// <summary>These attributes over the old ones.</summary>
    public ObjectAttributes With(ObjectAttributes changes)
    {
        var old = _utf8;
        return Of(json =>
        {
            Span<Range> names = stackalloc Range[MostMembersOnStack], values = stackalloc Range[MostMembersOnStack];
            var count = AttributeMembers.Count(changes._utf8);
            if (count > MostMembersOnStack)
            {
                names = new Range[count];
                values = new Range[count];
            }

            AttributeMembers.Index(changes._utf8, names, values);
            var members = new AttributeMembers(old);
            while (members.Next())
            {
                var at = Find(members.Name, changes._utf8, names[..count]);
                members.WriteTo(json, at < 0 ? default : changes._utf8.AsSpan(values[at]));
                if (at >= 0)
                {
                    names[at] = default;
                }
            }

            WriteRest(json, changes._utf8, names[..count]);
        });
    }

    public bool SameAs(ObjectAttributes other)
    {
        if (Utf8.SequenceEqual(other.Utf8))
        {
            return true;
        }

        using var mine = JsonDocument.Parse(_utf8);
        using var theirs = JsonDocument.Parse(other._utf8);
        return JsonElement.DeepEquals(mine.RootElement, theirs.RootElement);
    }

    public JsonNode ToNode() => JsonNode.Parse(_utf8)!;

    private static int Find(ReadOnlySpan<byte> name, byte[] changes, ReadOnlySpan<Range> names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (!names[i].Equals(default) && name.SequenceEqual(changes.AsSpan(names[i])))
            {
                return i;
            }
        }

        return -1;
    }

    private static void WriteRest(Utf8JsonWriter json, byte[] changes, ReadOnlySpan<Range> names)
    {
        var members = new AttributeMembers(changes);
        for (var i = 0; members.Next(); i++)
        {
            if (!names[i].Equals(default))
            {
                members.WriteTo(json);
            }
        }
    }
}
