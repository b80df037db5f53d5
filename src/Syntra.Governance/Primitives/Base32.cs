namespace Syntra.Governance.Primitives;

/// <summary>RFC 4648 base32 in lower case without padding: safe in keys, file names and URLs, and one case only.</summary>
internal static class Base32
{
    public const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static int LengthOf(int bytes) => ((bytes * 8) + 4) / 5;

    public static void Encode(ReadOnlySpan<byte> bytes, Span<char> destination)
    {
        Span<byte> ascii = stackalloc byte[LengthOf(bytes.Length)];
        Encode(bytes, ascii);
        System.Text.Encoding.ASCII.GetChars(ascii, destination);
    }

    public static void Encode(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        var buffer = 0;
        var bits = 0;
        var at = 0;
        foreach (var value in bytes)
        {
            buffer = (buffer << 8) | value;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                destination[at++] = (byte)Alphabet[(buffer >> bits) & 31];
            }

            buffer &= (1 << bits) - 1;
        }

        if (bits > 0)
        {
            destination[at] = (byte)Alphabet[(buffer << (5 - bits)) & 31];
        }
    }
}
