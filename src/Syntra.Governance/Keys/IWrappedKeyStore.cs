namespace Syntra.Governance.Keys;

/// <summary>A wrapped data key with its name and what it is for.</summary>
/// <param name="Id">Name; it rides in every envelope.</param>
/// <param name="Context">What it was made for.</param>
/// <param name="Wrapped">The wrapped key.</param>
/// <param name="CreatedAt">When, UTC.</param>
public sealed record WrappedDataKey(DataKeyId Id, KeyContext Context, WrappedKey Wrapped, DateTimeOffset CreatedAt);

/// <summary>
/// Keeps wrapped data keys apart from the payloads, so that rotating a key-encryption key rewraps keys and not topics.
/// Thread-safe; a key is durable when <see cref="Put"/> returns.
/// </summary>
public interface IWrappedKeyStore
{
    /// <summary>Stores a key, or its rewrapped form under the same id.</summary>
    void Put(WrappedDataKey key);

    /// <summary>The key of that id, or null.</summary>
    WrappedDataKey? Find(DataKeyId id);

    /// <summary>All keys of a tenant, oldest first.</summary>
    IReadOnlyList<WrappedDataKey> OfTenant(string tenant);

    /// <summary>Removes all keys of a tenant and says how many there were.</summary>
    int DeleteTenant(string tenant);
}
