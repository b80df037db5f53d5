using Syntra.Cli.Review;
using Syntra.Contracts;
using Syntra.Topology.Posting.Review;

namespace Syntra.Cli.Tests.Review;

/// <summary>Before anybody decides, the list says who still can and what a decision would come to.</summary>
public sealed class ItemOutlookTests
{
    private static readonly DateOnly Today = new(2025, 4, 3);
    private static readonly ItemForecast AsShown = new(ForecastCourse.AsShown, []);

    [Fact]
    public void Who_has_approved_is_not_asked_again_and_the_second_of_two_is_enough()
    {
        var outlook = Of(AsShown, Person("ines.moreau", "controller"), Person("tom.okafor", "clerk;finance-manager"), Person("c.lerk", "clerk"));

        Assert.Equal((false, 1, false), (outlook.Lapses, outlook.Needed, outlook.TooFew));
        Assert.Equal(["tom.okafor"], outlook.MayDecide);
        Assert.Empty(outlook.NoLonger);
        Assert.Equal(("counts", "approve or reject"), (OutlookText.Short(outlook), outlook.Advice));
    }

    [Fact]
    public void An_approver_whose_row_has_ended_leaves_too_few_and_is_named()
    {
        var outlook = Of(AsShown, Person("ines.moreau", "controller"), Person("tom.okafor", "controller", to: Today.AddDays(-1)), Person("new.one", "controller", key: "NONE"));

        Assert.True(outlook.TooFew);
        Assert.Equal(["new.one", "tom.okafor"], outlook.NoLonger);
        Assert.Equal("too few approvers", OutlookText.Short(outlook));
        Assert.StartsWith("give 1 more a row in approvers.csv", outlook.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_that_would_leave_by_itself_warns_that_a_rejection_does_not_stop_it()
    {
        var outlook = Of(new ItemForecast(ForecastCourse.Posted, [ChangedFact.Period], "CHG-US/1"), Person("tom.okafor", "controller"));

        Assert.Equal("lapses and posts: period", OutlookText.Short(outlook));
        Assert.Contains("approving and rejecting both let it leave", outlook.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_newer_version_or_an_item_that_ended_meanwhile_needs_no_decision(bool received)
    {
        var outlook = ItemOutlook.Of(Items.Open, received ? AsShown : null, received, [Person("tom.okafor", "controller")], Today, null);

        Assert.Equal("lapses: version", OutlookText.Short(outlook));
        Assert.StartsWith("nothing: the streams end this item", outlook.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_course_has_advice_of_its_own()
    {
        var advice = Enum.GetValues<ForecastCourse>().Select(c => Of(new ItemForecast(c, c == ForecastCourse.AsShown ? [] : [ChangedFact.Account], "x"), Person("tom.okafor", "controller")).Advice).ToList();
        Assert.Equal(advice.Count, advice.Distinct().Count());
    }

    private static ItemOutlook Of(ItemForecast forecast, params IReadOnlyList<CrosswalkEntry> approvers) => ItemOutlook.Of(Items.Open, forecast, newer: false, approvers, Today, null);

    private static CrosswalkEntry Person(string user, string roles, DateOnly? to = null, string key = "a2V5") => new()
    {
        Table = "approver",
        Code = user,
        WorkbookVersion = "v",
        Rows = [new CrosswalkRow { ValidFrom = new DateOnly(1970, 1, 1), ValidTo = to, Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["roles"] = roles, ["public_key"] = key } }],
    };
}
