namespace Syntra.Governance.Pseudonyms;

/// <summary>
/// How an assigning authority's identifiers are brought to one form, so that "00123" and "123" are one person where the authority says so.
/// Surrounding blanks always go; letters always become upper case.
/// </summary>
public sealed record AuthorityRule
{
    /// <summary>Longest identifier, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The authority.</summary>
    public required string Authority { get; init; }

    /// <summary>Leading zeros mean nothing.</summary>
    public bool DropLeadingZeros { get; init; }

    /// <summary>Digits are filled up with leading zeros to this length; 0 for none.</summary>
    public int PadTo { get; init; }

    /// <summary>Characters inside that mean nothing, for example <c>"- "</c>.</summary>
    public string Ignore { get; init; } = "";

    /// <summary>Writes the normal form and says its length.</summary>
    /// <exception cref="PseudonymException">It is empty, too long, or not printable ASCII.</exception>
    internal int Normalise(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        value = value.Trim((byte)' ').Trim((byte)'\t');
        if (value.Length is 0 or > MaxLength)
        {
            throw Malformed();
        }

        var length = 0;
        foreach (var b in value)
        {
            if (b is < 0x20 or > 0x7e)
            {
                throw Malformed();
            }

            if (!Ignore.Contains((char)b, StringComparison.Ordinal))
            {
                destination[length++] = b is >= (byte)'a' and <= (byte)'z' ? (byte)(b - 0x20) : b;
            }
        }

        length = Zeros(destination, length);
        return length == 0 ? throw Malformed() : length;
    }

    private int Zeros(Span<byte> text, int length)
    {
        if (DropLeadingZeros)
        {
            var first = text[..length].IndexOfAnyExcept((byte)'0');
            var from = first < 0 ? Math.Max(0, length - 1) : first;
            text[from..length].CopyTo(text);
            length -= from;
        }

        if (length > 0 && length < PadTo && !text[..length].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            text[..length].CopyTo(text[(PadTo - length)..]);
            text[..(PadTo - length)].Fill((byte)'0');
            length = PadTo;
        }

        return length;
    }

    private PseudonymException Malformed() => new(PseudonymFault.Malformed, $"An identifier of '{Authority}' is empty, longer than {MaxLength}, or not printable ASCII.");
}
