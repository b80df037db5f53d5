using System.Globalization;
using System.Security.Cryptography;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Register.Signing;

/// <summary>
/// The signature file beside a register (<c>.sig</c>): officer, key, time, hash of the register, and ECDSA P-256 with SHA-256 (IEEE P1363, base64)
/// over the length-prefixed "syntra.phi-register.v1", officer, key, time and hash.
/// </summary>
/// <param name="Officer">Who signed.</param>
/// <param name="Key">SHA-256 of the public key (SPKI), lower-case hex.</param>
/// <param name="Signed">When, UTC, to the second.</param>
/// <param name="Sha256">Hash of the register's bytes, lower-case hex.</param>
/// <param name="Signature">The signature.</param>
public sealed record RegisterSignature(string Officer, string Key, DateTimeOffset Signed, string Sha256, byte[] Signature)
{
    private const string First = "syntra-register-signature: 1";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>File name of the signature of a register.</summary>
    public static string PathOf(string register) => register + ".sig";

    /// <summary>Name of a public key.</summary>
    public static string KeyNameOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>Reads a signature file; null where it is none.</summary>
    public static RegisterSignature? Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var values = lines.Skip(1).Select(l => l.Split(": ", 2)).Where(p => p.Length == 2).DistinctBy(p => p[0], StringComparer.Ordinal).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        return lines.Length == 6 && lines[0] == First
            && values.TryGetValue("officer", out var officer) && values.TryGetValue("key", out var key) && values.TryGetValue("sha256", out var hash)
            && values.TryGetValue("signed", out var at) && values.TryGetValue("signature", out var signature)
            && DateTimeOffset.TryParseExact(at, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed)
            && Convert.TryFromBase64String(signature, new byte[signature.Length], out _)
            ? new RegisterSignature(officer, key, signed, hash, Convert.FromBase64String(signature))
            : null;
    }

    /// <summary>The signature file.</summary>
    public override string ToString() =>
        $"{First}\nofficer: {Officer}\nkey: {Key}\nsigned: {TimeText(Signed)}\nsha256: {Sha256}\nsignature: {Convert.ToBase64String(Signature)}\n";

    internal static byte[] SignedBytes(string officer, string key, DateTimeOffset signed, string hash) =>
        LengthPrefixed.Of("syntra.phi-register.v1", officer, key, TimeText(signed), hash);

    internal bool IsBy(ECDsa key) => key.VerifyData(SignedBytes(Officer, Key, Signed, Sha256), Signature, HashAlgorithmName.SHA256);

    private static string TimeText(DateTimeOffset at) => at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
