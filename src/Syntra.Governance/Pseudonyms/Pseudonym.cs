using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Pseudonyms;

/// <summary>How a pseudonym came about, which decides what it is under 164.514(c).</summary>
public enum PseudonymKind
{
    /// <summary>Keyed hash: derived from the identifier, so what carries it is still PHI unless an expert determines otherwise.</summary>
    Keyed,

    /// <summary>Drawn at random and kept in a vault: not derived from the person.</summary>
    Random,
}

/// <summary>
/// A pseudonym with at least 128 bits: <c>t</c>, key version, 26 base32 characters for a keyed one; <c>r</c> and 26 for a random one.
/// Safe in keys, headers and logs.
/// </summary>
public readonly record struct Pseudonym
{
    /// <summary>Bytes of entropy.</summary>
    internal const int Bytes = 16;

    /// <summary>Base32 characters at the end.</summary>
    internal const int Digits = 26;

    private Pseudonym(string value) => Value = value;

    /// <summary>Its text.</summary>
    public string Value { get; }

    /// <summary>How it came about.</summary>
    public PseudonymKind Kind => Value[0] == 't' ? PseudonymKind.Keyed : PseudonymKind.Random;

    /// <summary>Key version of a keyed one; 0 for a random one.</summary>
    public int Version => Value.Length == Digits + 1 ? 0 : int.Parse(Value.AsSpan(1, Value.Length - Digits - 1), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">It has another form.</exception>
    public static Pseudonym Parse(string text) => TryParse(text, out var p) ? p : throw new FormatException("Not a pseudonym.");

    /// <summary>Reads a text if it has the form of a pseudonym.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Pseudonym pseudonym)
    {
        pseudonym = default;
        if (text is null || text.Length <= Digits || text.AsSpan(text.Length - Digits).ContainsAnyExcept(Base32.Alphabet))
        {
            return false;
        }

        var version = text.AsSpan(1, text.Length - Digits - 1);
        var wellFormed = text[0] == 'r'
            ? version.IsEmpty
            : text[0] == 't' && version.Length is > 0 and < 7 && version[0] != '0' && !version.ContainsAnyExceptInRange('0', '9');
        pseudonym = wellFormed ? new Pseudonym(text) : default;
        return wellFormed;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    internal static Pseudonym Keyed(int version, ReadOnlySpan<byte> mac) => Make(string.Create(CultureInfo.InvariantCulture, $"t{version}"), mac);

    internal static Pseudonym Random(ReadOnlySpan<byte> bytes) => Make("r", bytes);

    private static Pseudonym Make(string prefix, ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[prefix.Length + Digits];
        prefix.CopyTo(text);
        Base32.Encode(bytes[..Bytes], text[prefix.Length..]);
        return new Pseudonym(new string(text));
    }
}

/// <summary>Pseudonyms of one tenant. Thread-safe. Equal identifiers of an authority give equal pseudonyms within a namespace.</summary>
public interface IPseudonymizer
{
    /// <summary>What kind it makes.</summary>
    PseudonymKind Kind { get; }

    /// <summary>The pseudonym of an identifier in a namespace (<c>patient</c>, <c>encounter</c>, <c>account</c> ...).</summary>
    /// <exception cref="PseudonymException">The identifier or its authority is not known.</exception>
    Pseudonym Tokenise(string @namespace, Identifier identifier);
}
