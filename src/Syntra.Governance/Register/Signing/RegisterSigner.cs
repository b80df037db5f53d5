using System.Security.Cryptography;
using System.Text;
using Syntra.Governance.Primitives;
using Syntra.Governance.Register.Lint;

namespace Syntra.Governance.Register.Signing;

/// <summary>Signs a register as the privacy officer. What has findings is not signed.</summary>
public static class RegisterSigner
{
    /// <summary>Writes the signature beside the register.</summary>
    /// <param name="path">The register.</param>
    /// <param name="officer">Name of the officer; one line.</param>
    /// <param name="key">The officer's private key, P-256.</param>
    /// <param name="schemas">Schemas of the domains, for the lint.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="RegisterRefusedException">The register has findings.</exception>
    public static RegisterSignature Sign(string path, string officer, ECDsa key, IReadOnlyDictionary<string, IReadOnlyList<string>> schemas, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(officer) || officer.Contains('\n', StringComparison.Ordinal) || key.KeySize != 256)
        {
            throw new ArgumentException("An officer's name of one line and a P-256 key are needed.", nameof(officer));
        }

        var content = File.ReadAllBytes(path);
        if (RegisterLint.Check(path, content, schemas) is { Count: > 0 } findings)
        {
            throw new RegisterRefusedException(RegisterFault.NotCovered, $"{findings.Count} findings; a register is signed without any.", findings);
        }

        var at = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var (name, hash) = (RegisterSignature.KeyNameOf(key), Convert.ToHexStringLower(SHA256.HashData(content)));
        var signature = new RegisterSignature(officer, name, at, hash, key.SignData(RegisterSignature.SignedBytes(officer, name, at, hash), HashAlgorithmName.SHA256));
        PrivateFile.Replace(RegisterSignature.PathOf(path), Encoding.UTF8.GetBytes(signature.ToString()));
        return signature;
    }
}
