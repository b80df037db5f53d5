using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Syntra.Governance.Audit.Merkle;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Vectors;

public sealed class MerkleProofTests
{
    [Fact]
    public void Inclusion_agrees_with_every_case_of_the_transparency_projects()
    {
        var run = 0;
        foreach (var file in Directory.EnumerateFiles(SharedData.Find("rfc6962/inclusion"), "*.json", SearchOption.AllDirectories))
        {
            run++;
            var test = JsonNode.Parse(File.ReadAllText(file))!;
            var proof = (test["proof"] as JsonArray ?? []).Select(p => Convert.FromBase64String((string?)p ?? "")).ToList();
            var valid = MerkleProof.VerifyInclusion(
                Number(test["leafIdx"]), Number(test["treeSize"]), Bytes(test["leafHash"]), proof, Bytes(test["root"]));
            Assert.True(valid != (bool)test["wantErr"]!, file);
        }

        Assert.Equal(98, run);
    }

    [Fact]
    public void The_hashes_are_those_of_the_projects_own_vectors()
    {
        Assert.StartsWith("395AA064", Convert.ToHexString(MerkleHash.Leaf("L123456"u8)), StringComparison.Ordinal);
        Assert.StartsWith("AA217FE8", Convert.ToHexString(MerkleHash.Node("N123"u8, "N456"u8)), StringComparison.Ordinal);
        Assert.StartsWith("E3B0C442", Convert.ToHexString(MerkleHash.Empty), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_leaf_of_every_small_tree_proves_itself_and_no_other()
    {
        for (var size = 1; size <= 33; size++)
        {
            var leaves = Leaves(size);
            var root = MerkleProof.Root(leaves);
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleProof.Inclusion(leaves, index);
                Assert.True(MerkleProof.VerifyInclusion(index, size, leaves[index], proof, root));
                Assert.False(MerkleProof.VerifyInclusion((index + 1) % (size + 1), size, leaves[index], proof, root));
            }
        }
    }

    [Fact]
    public void Every_small_tree_proves_its_beginnings_and_nothing_else()
    {
        for (var size = 1; size <= 33; size++)
        {
            var leaves = Leaves(size);
            for (var first = 1; first <= size; first++)
            {
                var proof = MerkleProof.Consistency(leaves, first);
                var older = MerkleProof.Root(leaves.AsSpan(0, first));
                Assert.True(MerkleProof.VerifyConsistency(first, size, older, MerkleProof.Root(leaves), proof), $"{first} of {size}");
                Assert.False(MerkleProof.VerifyConsistency(first, size, MerkleProof.Root(Leaves(first, salt: 1)), MerkleProof.Root(leaves), proof));
                Assert.False(MerkleProof.VerifyConsistency(first, size, older, MerkleProof.Root(Leaves(size, salt: 1)), proof));
            }
        }

        Assert.True(MerkleProof.VerifyConsistency(0, 0, MerkleHash.Empty, MerkleHash.Empty, []));
        Assert.False(MerkleProof.VerifyConsistency(0, 0, MerkleHash.Empty, MerkleHash.Empty, [MerkleHash.Empty]));
        Assert.False(MerkleProof.VerifyConsistency(-1, -1, MerkleHash.Empty, MerkleHash.Empty, []));
        Assert.False(MerkleProof.VerifyConsistency(4, 5, [], MerkleProof.Root(Leaves(5)), [Leaves(5)[4]]));
        Assert.False(MerkleProof.VerifyConsistency(0, 5, MerkleHash.Empty, MerkleProof.Root(Leaves(5)), []));
    }

    [Fact]
    public void A_range_that_is_saved_and_loaded_grows_to_the_same_root() =>
        Prop.ForAll(Gen.Choose(0, 200).ToArbitrary(), Gen.Choose(0, 200).ToArbitrary(), (before, after) =>
        {
            var leaves = Leaves(before + after);
            var range = new CompactRange();
            foreach (var leaf in leaves.AsSpan(0, before))
            {
                range.Add(leaf);
            }

            var resumed = new CompactRange();
            resumed.Load(range.Size, range.Save());
            foreach (var leaf in leaves.AsSpan(before))
            {
                resumed.Add(leaf);
            }

            return resumed.Size == leaves.Length && resumed.Root().AsSpan().SequenceEqual(MerkleProof.Root(leaves));
        }).QuickCheckThrowOnFailure();

    private static byte[][] Leaves(int count, byte salt = 0) => [.. Enumerable.Range(0, count).Select(i => MerkleHash.Leaf([(byte)i, salt]))];

    private static long Number(JsonNode? node) => node!.GetValue<System.Text.Json.JsonElement>().TryGetInt64(out var n) ? n : -1;

    private static byte[] Bytes(JsonNode? node) => Convert.FromBase64String((string?)node ?? "");
}
