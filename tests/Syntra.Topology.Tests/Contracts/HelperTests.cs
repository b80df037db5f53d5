using System.Security.Cryptography;
using Syntra.Contracts;

namespace Syntra.Topology.Tests.Contracts;

public class HelperTests
{
    [Fact]
    public void A_key_is_the_hash_of_its_length_prefixed_parts()
    {
        byte[] bytes = [0, 0, 0, 2, (byte)'a', (byte)'b', 0, 0, 0, 0, 0, 0, 0, 2, 0xC3, 0xA9];

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), IdempotencyKey.Compute("ab", "", "é"));
    }

    [Fact]
    public void Parts_never_run_into_each_other()
    {
        Assert.NotEqual(IdempotencyKey.Compute("a", "bc"), IdempotencyKey.Compute("ab", "c"));
        Assert.NotEqual(IdempotencyKey.Compute("a"), IdempotencyKey.Compute("a", ""));
    }

    [Fact]
    public void Long_parts_are_hashed_whole()
    {
        var part = new string('x', 10_000);

        Assert.Equal(IdempotencyKey.Length, IdempotencyKey.Compute(part).Length);
        Assert.NotEqual(IdempotencyKey.Compute(part), IdempotencyKey.Compute(part + "x"));
    }

    [Fact]
    public void A_key_needs_a_part() => Assert.Throws<ArgumentException>(() => IdempotencyKey.Compute());

    [Fact]
    public void Topic_names_follow_the_convention()
    {
        var topics = new TopicNames("st-mary");

        Assert.Equal("st-mary.raw.millennium.charge", topics.RawCharge);
        Assert.Equal("st-mary.fusion.journal", topics.Journal);
        Assert.Equal("st-mary.receipt.journal", topics.JournalReceipt);
        Assert.Equal("st-mary.ref.crosswalk", topics.Crosswalk);
        Assert.Equal("st-mary.dlq", topics.DeadLetters);
    }

    [Theory]
    [InlineData("")]
    [InlineData("St-Mary")]
    [InlineData("a.b")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a_b")]
    public void A_tenant_that_could_not_start_a_topic_name_is_refused(string tenant) =>
        Assert.ThrowsAny<ArgumentException>(() => new TopicNames(tenant));
}
