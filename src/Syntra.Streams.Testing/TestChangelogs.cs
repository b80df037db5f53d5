using Syntra.Streams.State;

namespace Syntra.Streams.Testing;

/// <summary>The committed, compacted changelogs of one partition: what outlives a crash of the task that wrote them.</summary>
public sealed class TestChangelogs
{
    internal Dictionary<string, Dictionary<byte[], byte[]>> ByStore { get; } = new(StringComparer.Ordinal);

    internal void Fold(string store, byte[] key, byte[]? value)
    {
        if (!ByStore.TryGetValue(store, out var entries))
        {
            ByStore[store] = entries = new Dictionary<byte[], byte[]>(ByteKeyComparer.Instance);
        }

        if (value is null)
        {
            entries.Remove(key);
        }
        else
        {
            entries[key] = value;
        }
    }
}
