using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Syntra.Governance.Modes.Rules;

namespace Syntra.Governance.Modes.Json;

/// <summary>One transformation at a time: walks the record beside the tree of declared paths and writes what may stay.</summary>
internal sealed class TransformRun
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 64, CommentHandling = JsonCommentHandling.Disallow };

    private readonly ArrayBufferWriter<byte> _output = new(8192);
    private readonly Utf8JsonWriter _json;
    private readonly ValueChanger _values;
    private readonly PhiPolicy _policy;
    private readonly FieldNode _root;
    private readonly FieldNode _anywhere;
    private int _passed;
    private int _dropped;
    private int _unknown;

    public TransformRun(PhiPolicy policy, FieldNode root, FieldNode anywhere)
    {
        (_policy, _root, _anywhere) = (policy, root, anywhere);
        _json = new Utf8JsonWriter(_output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _values = new ValueChanger(policy, _json);
    }

    public ReadOnlySpan<byte> Written => _output.WrittenSpan;

    public PhiCounts Transform(ReadOnlySpan<byte> json, in PhiContext context)
    {
        var reader = new Utf8JsonReader(json, Strict);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new PhiRefusedException(PhiRefusal.Malformed, "Not a JSON object.");
        }

        _values.Begin(context);
        Object(ref reader, _root);
        if (reader.Read())
        {
            throw new PhiRefusedException(PhiRefusal.Malformed, "Something follows the record.");
        }

        _json.Flush();
        return new PhiCounts(_passed, _dropped, _values.Tokens, _values.Changed, _unknown);
    }

    public void Clear()
    {
        _output.Clear();
        _json.Reset(_output);
        _values.End();
        (_passed, _dropped, _unknown) = (0, 0, 0);
    }

    private void Object(ref Utf8JsonReader reader, FieldNode node)
    {
        _json.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = node.Find(ref reader, out var name) ?? _anywhere.Find(ref reader, out name);
            if (child is null)
            {
                Unknown(ref reader, node);
                continue;
            }

            reader.Read();
            Value(ref reader, child, name, named: true);
        }

        _json.WriteEndObject();
    }

    private void Value(ref Utf8JsonReader reader, FieldNode node, JsonEncodedText name, bool named)
    {
        if (node is { Rule: not null, Action: FieldAction.Drop })
        {
            reader.Skip();
            _dropped++;
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when node.Rule is null:
                Named(name, named);
                Object(ref reader, node);
                break;
            case JsonTokenType.StartArray:
                Named(name, named);
                _json.WriteStartArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Value(ref reader, node, name, named: false);
                }

                _json.WriteEndArray();
                break;
            case JsonTokenType.Null:
                Named(name, named);
                _json.WriteNullValue();
                break;
            case JsonTokenType.StartObject:
                throw new PhiRefusedException(PhiRefusal.Shape, $"'{node.Path}' is an object, and a value was declared (byte {reader.TokenStartIndex}).");
            default:
                Scalar(ref reader, node, name, named);
                break;
        }
    }

    private void Scalar(ref Utf8JsonReader reader, FieldNode node, JsonEncodedText name, bool named)
    {
        if (node.Rule is null)
        {
            throw new PhiRefusedException(PhiRefusal.Shape, $"'{node.Path}' is a value, and an object was declared (byte {reader.TokenStartIndex}).");
        }

        if (node.Action == FieldAction.Pass)
        {
            Named(name, named);
            _values.Copy(ref reader);
            _passed++;
        }
        else if (!_values.TryChange(ref reader, node, name, named))
        {
            _dropped++;
        }
    }

    private void Unknown(ref Utf8JsonReader reader, FieldNode parent)
    {
        if (_policy.Unknown == UnknownFields.Refuse)
        {
            var place = parent.Path.Length == 0 ? "the record" : $"'{parent.Path}'";
            throw new PhiRefusedException(
                PhiRefusal.UnknownField, $"A field of {place} is not declared (byte {reader.TokenStartIndex}); declare its class in the schema and have the register signed.");
        }

        reader.Read();
        reader.Skip();
        _unknown++;
    }

    private void Named(JsonEncodedText name, bool named)
    {
        if (named)
        {
            _json.WritePropertyName(name);
        }
    }
}
