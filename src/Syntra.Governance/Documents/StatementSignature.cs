using System.Security.Cryptography;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Documents;

/// <summary>
/// A person's signature of a statement that consists of fields: ECDSA P-256 with SHA-256 (IEEE P1363) over the length-prefixed
/// "syntra.statement.v1", its kind and its fields, so that no two statements have the same bytes.
/// </summary>
public static class StatementSignature
{
    private const string Domain = "syntra.statement.v1";

    /// <summary>Signs a statement.</summary>
    /// <param name="key">The person's private key, P-256.</param>
    /// <param name="kind">What kind of statement it is: a signature of one kind says nothing of another.</param>
    /// <param name="fields">What it says, in an order that the kind fixes.</param>
    public static byte[] Sign(ECDsa key, string kind, params ReadOnlySpan<string> fields) => key.SignData(Bytes(kind, fields), HashAlgorithmName.SHA256);

    /// <summary>Whether a signature is the key owner's under exactly this statement.</summary>
    /// <param name="key">Their public key.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="kind">What kind of statement it is.</param>
    /// <param name="fields">What it says.</param>
    public static bool IsBy(ECDsa key, ReadOnlySpan<byte> signature, string kind, params ReadOnlySpan<string> fields) =>
        key.VerifyData(Bytes(kind, fields), signature, HashAlgorithmName.SHA256);

    private static byte[] Bytes(string kind, ReadOnlySpan<string> fields) => LengthPrefixed.Of([Domain, kind, .. fields]);
}
