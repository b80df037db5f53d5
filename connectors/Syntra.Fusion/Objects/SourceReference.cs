using System.Security.Cryptography;
using System.Text;

namespace Syntra.Fusion.Objects;

/// <summary>Source references in the widths that Fusion's columns have.</summary>
public static class SourceReference
{
    /// <summary>Width of party, account and asset numbers.</summary>
    public const int NumberLength = 30;

    /// <summary>The key itself where it fits, else its first characters' worth of SHA-256: the same key always gives the same number.</summary>
    public static string Number(string objectKey)
    {
        if (objectKey.Length <= NumberLength)
        {
            return objectKey.ToUpperInvariant();
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(objectKey));
        return string.Concat("S", Convert.ToHexString(hash).AsSpan(0, NumberLength - 1));
    }
}
