namespace Syntra.Governance.Audit.Merkle;

/// <summary>Inclusion and consistency proofs of RFC 6962 and 9162: made from leaf hashes, checked from roots alone.</summary>
public static class MerkleProof
{
    /// <summary>Root over leaf hashes.</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> leaves) => leaves.Length switch
    {
        0 => MerkleHash.Empty,
        1 => leaves[0],
        _ => MerkleHash.Node(Root(leaves[..Split(leaves.Length)]), Root(leaves[Split(leaves.Length)..])),
    };

    /// <summary>The proof that leaf <paramref name="index"/> is in the tree, from the leaf up.</summary>
    public static IReadOnlyList<byte[]> Inclusion(ReadOnlySpan<byte[]> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        var proof = new List<byte[]>();
        while (leaves.Length > 1)
        {
            var split = Split(leaves.Length);
            var isLeft = index < split;
            proof.Add(Root(isLeft ? leaves[split..] : leaves[..split]));
            leaves = isLeft ? leaves[..split] : leaves[split..];
            index -= isLeft ? 0 : split;
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>Whether the proof shows that a leaf hash is at an index of the tree with this size and root.</summary>
    public static bool VerifyInclusion(long index, long size, ReadOnlySpan<byte> leaf, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || leaf.Length != MerkleHash.Size || proof.Any(p => p.Length != MerkleHash.Size))
        {
            return false;
        }

        var (node, last, hash) = (index, size - 1, leaf.ToArray());
        foreach (var step in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                MerkleHash.Node(step, hash, hash);
                (node, last) = SkipRight(node, last);
            }
            else
            {
                MerkleHash.Node(hash, step, hash);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    /// <summary>The proof that the tree over the first <paramref name="first"/> leaves is a beginning of this one.</summary>
    public static IReadOnlyList<byte[]> Consistency(ReadOnlySpan<byte[]> leaves, int first)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, leaves.Length);
        var proof = new List<byte[]>();
        SubProof(leaves, first, whole: true, proof);
        return proof;
    }

    /// <summary>Whether the proof shows that the tree of the first size and root is a beginning of the second. From an empty tree to a larger one nothing can be proven: false.</summary>
    public static bool VerifyConsistency(long first, long second, ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot, IReadOnlyList<byte[]> proof)
    {
        if (first == second)
        {
            return first >= 0 && proof.Count == 0 && firstRoot.SequenceEqual(secondRoot);
        }

        if (first < 1 || first > second || firstRoot.Length != MerkleHash.Size || proof.Any(p => p.Length != MerkleHash.Size))
        {
            return false;
        }

        // A tree of a power of two is itself the first node of the proof.
        var isPower = (first & (first - 1)) == 0;
        if (!isPower && proof.Count == 0)
        {
            return false;
        }

        var (node, last) = (first - 1, second - 1);
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        var older = isPower ? firstRoot.ToArray() : (byte[])proof[0].Clone();
        var newer = (byte[])older.Clone();
        foreach (var step in proof.Skip(isPower ? 0 : 1))
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                MerkleHash.Node(step, older, older);
                MerkleHash.Node(step, newer, newer);
                (node, last) = SkipRight(node, last);
            }
            else
            {
                MerkleHash.Node(newer, step, newer);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && older.AsSpan().SequenceEqual(firstRoot) && newer.AsSpan().SequenceEqual(secondRoot);
    }

    // Levels on which the node is a lonely right end have no sibling.
    private static (long Node, long Last) SkipRight(long node, long last)
    {
        while ((node & 1) == 0 && node != 0)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        return (node, last);
    }

    private static void SubProof(ReadOnlySpan<byte[]> leaves, int first, bool whole, List<byte[]> proof)
    {
        if (first == leaves.Length)
        {
            if (!whole)
            {
                proof.Add(Root(leaves));
            }

            return;
        }

        var split = Split(leaves.Length);
        if (first <= split)
        {
            SubProof(leaves[..split], first, whole, proof);
            proof.Add(Root(leaves[split..]));
        }
        else
        {
            SubProof(leaves[split..], first - split, whole: false, proof);
            proof.Add(Root(leaves[..split]));
        }
    }

    // The largest power of two below the count.
    private static int Split(int count) => 1 << (31 - int.LeadingZeroCount(count - 1));
}
