using System.Security.Cryptography;
using System.Text.Json;
using Syntra.Governance.Modes.Rules;

namespace Syntra.Governance.Modes.Json;

/// <summary>Writes one value in its changed form, or says that it has none and goes.</summary>
internal sealed class ValueChanger(PhiPolicy policy, Utf8JsonWriter json)
{
    private byte[] _text = new byte[256];
    private PhiContext _context;
    private int? _offset;

    public int Tokens { get; private set; }

    public int Changed { get; private set; }

    public void Begin(in PhiContext context) => _context = context;

    public void End()
    {
        CryptographicOperations.ZeroMemory(_text);
        (_context, _offset, Tokens, Changed) = (default, null, 0, 0);
    }

    public void Copy(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when !reader.ValueIsEscaped:
                json.WriteStringValue(reader.ValueSpan);
                break;
            case JsonTokenType.String:
                json.WriteStringValue(Text(ref reader));
                break;
            case JsonTokenType.Number:
                json.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
            default:
                json.WriteBooleanValue(reader.GetBoolean());
                break;
        }
    }

    public bool TryChange(ref Utf8JsonReader reader, FieldNode node, JsonEncodedText name, bool named)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return false;
        }

        var text = Text(ref reader);
        Span<byte> changed = stackalloc byte[TextChange.MaxLength];
        var length = TextChange.Apply(policy, node, _context, ref _offset, text, changed);
        if (length == 0)
        {
            return false;
        }

        if (node.Action == FieldAction.Token)
        {
            Tokens++;
        }
        else
        {
            Changed++;
        }

        if (named)
        {
            json.WritePropertyName(name);
        }

        if (node.Action == FieldAction.PoolAge)
        {
            json.WriteRawValue(changed[..length], skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(changed[..length]);
        }

        return true;
    }

    // Unescaped text of a string, or the digits of a number.
    private ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        if (_text.Length < reader.ValueSpan.Length)
        {
            _text = new byte[reader.ValueSpan.Length];
        }

        return _text.AsSpan(0, reader.CopyString(_text));
    }
}
