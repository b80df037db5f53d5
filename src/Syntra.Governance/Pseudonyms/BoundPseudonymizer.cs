using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Pseudonyms;

/// <summary>A keyed namespace with the authority's rule and the fixed part of the hash's input at hand.</summary>
internal sealed class BoundPseudonymizer : IBoundPseudonymizer
{
    private readonly KeyedNamespace _keyed;
    private readonly AuthorityRule _rule;
    private readonly byte[] _prefix;
    private readonly byte[] _version;

    public BoundPseudonymizer(KeyedNamespace keyed, AuthorityRule rule)
    {
        (_keyed, _rule) = (keyed, rule);
        _prefix = [.. keyed.Prefix, .. LengthPrefixed.Of(rule.Authority)];
        _version = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"t{keyed.Version}"));
    }

    public int Tokenise(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        Span<byte> normal = stackalloc byte[AuthorityRule.MaxLength];
        var length = _rule.Normalise(value, normal);
        var size = _prefix.Length + sizeof(int) + length;
        var input = size <= 256 ? stackalloc byte[256] : new byte[size];
        var fields = new LengthPrefixed(input);
        fields.AddRaw(_prefix);
        fields.Add(normal[..length]);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _keyed.Mac(fields.Written, mac);
        CryptographicOperations.ZeroMemory(input);
        CryptographicOperations.ZeroMemory(normal);
        _version.CopyTo(destination);
        Base32.Encode(mac[..Pseudonym.Bytes], destination[_version.Length..]);
        return _version.Length + Pseudonym.Digits;
    }
}
