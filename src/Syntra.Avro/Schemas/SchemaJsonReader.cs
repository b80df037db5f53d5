using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Syntra.Avro.Schemas;

/// <summary>A strict JSON reader (RFC 8259) that remembers lines and columns.</summary>
internal sealed class SchemaJsonReader
{
    private const int MaxDepth = 200;
    private readonly string _text;
    private int _position;
    private int _line = 1;
    private int _lineStart;
    private int _depth;

    public SchemaJsonReader(string text) => _text = text;

    public SchemaJson ReadDocument()
    {
        if (_text.Length > 0 && _text[0] == '\uFEFF')
        {
            _position++;
        }

        SkipSpace();
        var value = ReadValue();
        SkipSpace();
        return _position == _text.Length ? value : throw Fail("text after the end of the JSON value");
    }

    private SchemaJson ReadValue()
    {
        switch (Peek())
        {
            case '{': return Nested(ReadObject);
            case '[': return Nested(ReadArray);
            case '"':
                var (line, column) = Place();
                return new SchemaJson(SchemaJsonKind.Text, ReadText(), line, column);
            case 't': return ReadLiteral("true", SchemaJsonKind.Boolean);
            case 'f': return ReadLiteral("false", SchemaJsonKind.Boolean);
            case 'n': return ReadLiteral("null", SchemaJsonKind.Null);
            default: return ReadNumber();
        }
    }

    private SchemaJson Nested(Func<SchemaJson> read)
    {
        if (++_depth > MaxDepth)
        {
            throw Fail("JSON nested too deeply");
        }

        var value = read();
        _depth--;
        return value;
    }

    private SchemaJson ReadObject()
    {
        var (line, column) = Place();
        var members = new List<KeyValuePair<string, SchemaJson>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        _position++;
        SkipSpace();
        if (!TryTake('}'))
        {
            do
            {
                SkipSpace();
                var name = Peek() == '"' ? ReadText() : throw Fail("expected a member name in quotes");
                if (!names.Add(name))
                {
                    throw Fail($"member '{name}' is given twice");
                }

                SkipSpace();
                Take(':');
                SkipSpace();
                members.Add(new KeyValuePair<string, SchemaJson>(name, ReadValue()));
                SkipSpace();
            }
            while (TryTake(','));
            Take('}');
        }

        return new SchemaJson(SchemaJsonKind.Object, "", line, column, members: members);
    }

    private SchemaJson ReadArray()
    {
        var (line, column) = Place();
        var items = new List<SchemaJson>();
        _position++;
        SkipSpace();
        if (!TryTake(']'))
        {
            do
            {
                SkipSpace();
                items.Add(ReadValue());
                SkipSpace();
            }
            while (TryTake(','));
            Take(']');
        }

        return new SchemaJson(SchemaJsonKind.Array, "", line, column, items);
    }

    private string ReadText()
    {
        var text = new StringBuilder();
        _position++;
        while (true)
        {
            var c = Peek();
            if (c < ' ')
            {
                throw Fail(c == '\0' ? "text without a closing quote" : "control character in a text");
            }

            _position++;
            if (c == '"')
            {
                return text.ToString();
            }

            text.Append(c == '\\' ? ReadEscape() : c);
        }
    }

    private char ReadEscape()
    {
        var c = Peek();
        _position++;
        switch (c)
        {
            case '"' or '\\' or '/': return c;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _position + 4 <= _text.Length
                && int.TryParse(_text.Substring(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _position += 4;
                return (char)code;
            default: throw Fail("unknown escape in a text");
        }
    }

    private SchemaJson ReadLiteral(string literal, SchemaJsonKind kind)
    {
        var (line, column) = Place();
        if (string.CompareOrdinal(_text, _position, literal, 0, literal.Length) != 0)
        {
            throw Fail("expected a JSON value");
        }

        _position += literal.Length;
        return new SchemaJson(kind, literal, line, column);
    }

    private SchemaJson ReadNumber()
    {
        var (line, column) = Place();
        var start = _position;
        TryTake('-');
        if (!TryTake('0'))
        {
            TakeDigits("expected a JSON value");
        }

        if (TryTake('.'))
        {
            TakeDigits("expected digits after the decimal point");
        }

        if (TryTake('e') || TryTake('E'))
        {
            _ = TryTake('+') || TryTake('-');
            TakeDigits("expected digits in the exponent");
        }

        return new SchemaJson(SchemaJsonKind.Number, _text.Substring(start, _position - start), line, column);
    }

    private void TakeDigits(string reason)
    {
        if (Peek() is < '0' or > '9')
        {
            throw Fail(_position == _text.Length ? "the JSON text ends too early" : reason);
        }

        while (Peek() is >= '0' and <= '9')
        {
            _position++;
        }
    }

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            if (_text[_position++] == '\n')
            {
                _line++;
                _lineStart = _position;
            }
        }
    }

    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private bool TryTake(char c)
    {
        if (Peek() != c || _position == _text.Length)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Take(char c)
    {
        if (!TryTake(c))
        {
            throw Fail(_position == _text.Length ? "the JSON text ends too early" : $"expected '{c}'");
        }
    }

    private (int Line, int Column) Place() => (_line, _position - _lineStart + 1);

    private SchemaParseException Fail(string reason) => new(reason, _line, _position - _lineStart + 1);
}
