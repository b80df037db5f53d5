using System.Globalization;
using System.Security.Cryptography;
using Syntra.Governance.Primitives;
using Syntra.Governance.Register.Signing;

namespace Syntra.Governance.Documents;

/// <summary>
/// A person's signature of a document that has a content hash of its own, such as a workbook: kind, signer, key, time, hash, and ECDSA
/// P-256 with SHA-256 (IEEE P1363, base64) over the length-prefixed "syntra.document.v1", kind, signer, key, time and hash.
/// </summary>
/// <param name="Kind">What is signed, for example <c>workbook</c>: a signature of one kind says nothing of another.</param>
/// <param name="Signer">Who signed; one line.</param>
/// <param name="Key">SHA-256 of the public key (SPKI), lower-case hex.</param>
/// <param name="Signed">When, UTC, to the second.</param>
/// <param name="Hash">The document's own content hash.</param>
/// <param name="Signature">The signature.</param>
public sealed record DocumentSignature(string Kind, string Signer, string Key, DateTimeOffset Signed, string Hash, byte[] Signature)
{
    private const string First = "syntra-document-signature: 1";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int KeySize = 256;
    private const int Lines = 7;

    /// <summary>Signs a document.</summary>
    /// <param name="kind">What is signed.</param>
    /// <param name="hash">Its content hash.</param>
    /// <param name="signer">Name of the signer; one line.</param>
    /// <param name="key">The signer's private key, P-256.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="ArgumentException">The name has another form, or the key is no P-256 key.</exception>
    public static DocumentSignature Sign(string kind, string hash, string signer, ECDsa key, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(signer) || signer.Contains('\n', StringComparison.Ordinal) || key.KeySize != KeySize)
        {
            throw new ArgumentException("A signer's name of one line and a P-256 key are needed.", nameof(signer));
        }

        var at = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var name = RegisterSignature.KeyNameOf(key);
        return new DocumentSignature(kind, signer, name, at, hash, key.SignData(SignedBytes(kind, signer, name, at, hash), HashAlgorithmName.SHA256));
    }

    /// <summary>Reads a signature file; null where it is none.</summary>
    public static DocumentSignature? Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length != Lines || lines[0] != First)
        {
            return null;
        }

        var values = lines.Skip(1).Select(l => l.Split(": ", 2)).Where(p => p.Length == 2).DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        return values.TryGetValue("kind", out var kind) && values.TryGetValue("signer", out var signer) && values.TryGetValue("key", out var key)
            && values.TryGetValue("hash", out var hash) && values.TryGetValue("signed", out var at) && values.TryGetValue("signature", out var signature)
            && DateTimeOffset.TryParseExact(at, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signed)
            && Convert.TryFromBase64String(signature, new byte[signature.Length], out _)
            ? new DocumentSignature(kind, signer, key, signed, hash, Convert.FromBase64String(signature))
            : null;
    }

    /// <summary>The signature file.</summary>
    public override string ToString() =>
        $"{First}\nkind: {Kind}\nsigner: {Signer}\nkey: {Key}\nsigned: {TimeText(Signed)}\nhash: {Hash}\nsignature: {Convert.ToBase64String(Signature)}\n";

    /// <summary>Why a signature does not carry a document; null where it does.</summary>
    /// <param name="text">The signature file; null where there is none.</param>
    /// <param name="kind">What has to be signed.</param>
    /// <param name="hash">The document's content hash.</param>
    /// <param name="trusted">Public keys of those who may sign.</param>
    /// <param name="now">A signature from later than this is refused.</param>
    public static DocumentFault? Check(string? text, string kind, string hash, IReadOnlyList<ECDsa> trusted, DateTimeOffset now)
    {
        if (text is null || Parse(text) is not { } signature)
        {
            return DocumentFault.Unsigned;
        }

        if (trusted.FirstOrDefault(k => RegisterSignature.KeyNameOf(k) == signature.Key) is not { } key)
        {
            return DocumentFault.UntrustedKey;
        }

        return signature.Kind != kind || signature.Hash != hash || !signature.IsBy(key) ? DocumentFault.Altered
            : signature.Signed > now ? DocumentFault.NotYetSigned
            : null;
    }

    private bool IsBy(ECDsa key) => key.VerifyData(SignedBytes(Kind, Signer, Key, Signed, Hash), Signature, HashAlgorithmName.SHA256);

    private static byte[] SignedBytes(string kind, string signer, string key, DateTimeOffset signed, string hash) =>
        LengthPrefixed.Of("syntra.document.v1", kind, signer, key, TimeText(signed), hash);

    private static string TimeText(DateTimeOffset at) => at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
