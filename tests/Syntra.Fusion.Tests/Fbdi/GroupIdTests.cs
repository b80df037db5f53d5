using FsCheck;
using FsCheck.Fluent;
using Syntra.Fusion.Fbdi;

namespace Syntra.Fusion.Tests.Fbdi;

public sealed class GroupIdTests
{
    [Fact]
    public void A_group_id_is_positive_below_ten_to_the_eighteen_and_the_same_every_time() =>
        Prop.ForAll<NonNull<string>, PositiveInt>((batch, attempt) =>
        {
            var id = GroupId.For(batch.Get, attempt.Get);
            Assert.InRange(id, 1, 999_999_999_999_999_999);
            Assert.Equal(id, GroupId.For(batch.Get, attempt.Get));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_hundred_thousand_attempts_have_two_hundred_thousand_group_ids()
    {
        var ids = new HashSet<long>();
        for (var batch = 0; batch < 20_000; batch++)
        {
            for (var attempt = 1; attempt <= 10; attempt++)
            {
                Assert.True(ids.Add(GroupId.For(batch.ToString("x20", System.Globalization.CultureInfo.InvariantCulture), attempt)));
            }
        }
    }

    [Fact]
    public void Attempt_11_of_batch_a_is_not_attempt_1_of_batch_a1() =>
        Assert.NotEqual(GroupId.For("a", 11), GroupId.For("a1", 1));

    [Fact]
    public void The_id_of_a_known_batch_never_changes_between_versions() =>
        Assert.Equal(5340454628026620L, GroupId.For("0123456789abcdef0123", 1));
}
