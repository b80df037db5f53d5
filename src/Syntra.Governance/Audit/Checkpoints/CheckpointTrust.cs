using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Syntra.Governance.Audit.Checkpoints;

/// <summary>The public keys that a verifier believes, by name.</summary>
public sealed class CheckpointTrust
{
    private readonly FrozenDictionary<string, ECDsa> _keys;

    /// <summary>Believes these.</summary>
    public CheckpointTrust(IReadOnlyDictionary<string, ECDsa> keys) => _keys = keys.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The last checkpoint of a tenant that a trusted key signed; null if there is none.</summary>
    public AuditCheckpoint? Latest(ICheckpointStore store, string tenant) =>
        store.Read(tenant).Select(n => TryRead(n, tenant, out var c) ? c : null).LastOrDefault(c => c is not null);

    internal bool TryRead(string note, string tenant, out AuditCheckpoint checkpoint)
    {
        checkpoint = null!;
        try
        {
            var parsed = CheckpointNote.Parse(note);
            checkpoint = parsed.Checkpoint;
            return checkpoint.Tenant == tenant && _keys.TryGetValue(parsed.Signer, out var key)
                && key.VerifyData(Encoding.UTF8.GetBytes(parsed.Text), parsed.Signature, HashAlgorithmName.SHA256);
        }
        catch (FormatException)
        {
            return false;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
