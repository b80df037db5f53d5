using System.Numerics;

namespace Syntra.Governance.Audit.Merkle;

/// <summary>The roots of the complete subtrees of a growing tree: all that is needed to add leaves and to know the root, 32 bytes a level.</summary>
internal sealed class CompactRange
{
    private const int Levels = 63;

    private readonly byte[] _nodes = new byte[Levels * MerkleHash.Size];

    public long Size { get; private set; }

    /// <summary>Subtree roots, smallest first: as many as the size has one-bits.</summary>
    public byte[] Save()
    {
        var saved = new byte[BitOperations.PopCount((ulong)Size) * MerkleHash.Size];
        var at = 0;
        for (var level = 0; level < Levels; level++)
        {
            if ((Size >> level & 1) == 1)
            {
                Node(level).CopyTo(saved.AsSpan(at));
                at += MerkleHash.Size;
            }
        }

        return saved;
    }

    public void Load(long size, ReadOnlySpan<byte> saved)
    {
        Size = size;
        for (var level = 0; level < Levels; level++)
        {
            if ((size >> level & 1) == 1)
            {
                saved[..MerkleHash.Size].CopyTo(Node(level));
                saved = saved[MerkleHash.Size..];
            }
        }
    }

    public void Add(ReadOnlySpan<byte> leaf)
    {
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        leaf.CopyTo(hash);
        var level = 0;
        for (; (Size >> level & 1) == 1; level++)
        {
            MerkleHash.Node(Node(level), hash, hash);
        }

        hash.CopyTo(Node(level));
        Size++;
    }

    public byte[] Root()
    {
        byte[]? root = null;
        for (var level = 0; level < Levels; level++)
        {
            if ((Size >> level & 1) == 1)
            {
                root = root is null ? Node(level).ToArray() : MerkleHash.Node(Node(level), root);
            }
        }

        return root ?? MerkleHash.Empty;
    }

    private Span<byte> Node(int level) => _nodes.AsSpan(level * MerkleHash.Size, MerkleHash.Size);
}
