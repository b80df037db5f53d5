namespace Syntra.Governance.Audit.Checkpoints;

/// <summary>
/// The second place, in another domain of trust than the chain: another account's object store with a lock, a SIEM, paper.
/// It only ever appends.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>Keeps a signed note.</summary>
    void Append(string tenant, string note);

    /// <summary>All notes of a tenant in the order they came.</summary>
    IReadOnlyList<string> Read(string tenant);
}
