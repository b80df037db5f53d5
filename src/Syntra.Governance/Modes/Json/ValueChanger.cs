using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Modes.Json;

/// <summary>Writes one value in its changed form, or says that it has none and goes.</summary>
internal sealed class ValueChanger(PhiPolicy policy, Utf8JsonWriter json)
{
    private const int PooledAge = 90;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

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
        Span<byte> changed = stackalloc byte[128];
        var isNumber = false;
        var length = node.Action switch
        {
            FieldAction.Token => Token(text, node, changed),
            FieldAction.Year => Year(text, changed),
            FieldAction.BirthYear => BirthYear(text, changed),
            FieldAction.ShiftDate => Shifted(text, changed),
            FieldAction.Zip3 => Zip3(text, changed),
            FieldAction.PoolAge => Age(text, changed, out isNumber),
            _ => throw new InvalidOperationException($"{node.Action} changes no value."),
        };
        if (length == 0)
        {
            return false;
        }

        if (named)
        {
            json.WritePropertyName(name);
        }

        if (isNumber)
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

    private int Token(ReadOnlySpan<byte> text, FieldNode node, Span<byte> changed)
    {
        var kept = 0;
        if (node.Rule!.IsReference)
        {
            kept = text.IndexOf((byte)'/') + 1;
            if (kept is < 2 or > 64 || text[..(kept - 1)].IndexOfAnyExcept(Letters) >= 0 || text[kept..].IndexOfAny("/?:"u8) >= 0)
            {
                // Not "Type/id": conditional, absolute and logical references hold more than an id.
                return 0;
            }

            text[..kept].CopyTo(changed);
        }

        if (node.Bound is { } bound)
        {
            Tokens++;
            return kept + bound.Tokenise(text[kept..], changed[kept..]);
        }

        var token = policy.Pseudonymizer!.Tokenise(node.Rule.Namespace!, new Identifier(node.Rule.Authority!, Encoding.UTF8.GetString(text[kept..])));
        Tokens++;
        return kept + Encoding.ASCII.GetBytes(token.Value, changed[kept..]);
    }

    private int Year(ReadOnlySpan<byte> text, Span<byte> changed)
    {
        if (!SafeDates.TryRead(text, out _, out _))
        {
            return 0;
        }

        text[..SafeDates.YearLength].CopyTo(changed);
        Changed++;
        return SafeDates.YearLength;
    }

    // A birth with unknown day counts as the earliest one, which is the oldest age that it can show.
    private int BirthYear(ReadOnlySpan<byte> text, Span<byte> changed) =>
        _context.EventDate is { } at && SafeDates.TryRead(text, out var birth, out _) && SafeDates.AgeAt(birth, at) is >= 0 and < PooledAge
            ? Year(text, changed)
            : 0;

    private int Shifted(ReadOnlySpan<byte> text, Span<byte> changed)
    {
        if (!SafeDates.TryRead(text, out var date, out var hasDay))
        {
            return 0;
        }

        // Asked even where only the year stays, so that a record without a known patient never passes in this mode.
        var offset = _offset ??= policy.DateShifter!.OffsetOf(_context.Patient);
        if (!hasDay)
        {
            return Year(text, changed);
        }

        var moved = date.DayNumber + offset;
        if (moved < 0 || moved > DateOnly.MaxValue.DayNumber)
        {
            return 0;
        }

        text.CopyTo(changed);
        SafeDates.Write(DateOnly.FromDayNumber(moved), changed);
        Changed++;
        return text.Length;
    }

    private int Zip3(ReadOnlySpan<byte> text, Span<byte> changed)
    {
        if (!policy.Zip3.TryShorten(text, _context.Country, out var zip3))
        {
            return 0;
        }

        Changed++;
        return Encoding.ASCII.GetBytes(zip3, changed);
    }

    private int Age(ReadOnlySpan<byte> text, Span<byte> changed, out bool isNumber)
    {
        isNumber = true;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var years) || text.Length > 8)
        {
            return 0;
        }

        Changed++;
        var pooled = years > PooledAge - 1 ? PooledAge : years;
        return pooled.TryFormat(changed, out var length, provider: CultureInfo.InvariantCulture) ? length : 0;
    }
}
