using System.Security.Cryptography;
using System.Text;

namespace Syntra.Governance.Audit.Checkpoints;

/// <summary>Signs checkpoints (ECDSA P-256). The key is not the privacy officer's and not the chain's host's where that can be had.</summary>
public sealed class CheckpointSigner
{
    private readonly string _name;
    private readonly ECDsa _key;

    /// <summary>Uses a private key of the caller's.</summary>
    /// <param name="name">Name of the key; without blanks.</param>
    /// <param name="key">P-256.</param>
    public CheckpointSigner(string name, ECDsa key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Contains(' ', StringComparison.Ordinal) || name.Contains('\n', StringComparison.Ordinal))
        {
            throw new ArgumentException("A signer's name has no blanks.", nameof(name));
        }

        (_name, _key) = (name, key);
    }

    internal string Sign(AuditCheckpoint checkpoint)
    {
        var text = CheckpointNote.TextOf(checkpoint);
        return CheckpointNote.Signed(text, _name, _key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));
    }
}
