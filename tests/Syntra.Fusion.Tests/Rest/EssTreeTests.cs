using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Tests.Rest;

public sealed class EssTreeTests
{
    private const string Child = "Import Journals: Child";

    [Theory]
    [InlineData("""{"JOBS":{"JOBNAME":"Import Journals","REQUESTID":"7","STATUS":"SUCCEEDED","CHILD":{"JOBNAME":"Import Journals: Child","REQUESTID":8,"STATUS":"WARNING"}}}""", EssVerdict.Warning)]
    [InlineData("""{"JOBS":[{"JOBNAME":"Import Journals","REQUESTID":"7","STATUS":"SUCCEEDED","CHILD":[{"JOBNAME":"Import Journals: Child","REQUESTID":8,"STATUS":"SUCCEEDED"}]}]}""", EssVerdict.Succeeded)]
    [InlineData("""{"JOBS":{"JOBNAME":"Import Journals","REQUESTID":"7","STATUS":"SUCCEEDED"}}""", EssVerdict.Running)]
    [InlineData("""{"JOBS":{"JOBNAME":"Import Journals","REQUESTID":"7","STATUS":"COMPLETED","CHILD":[{"JOBNAME":"Import Journals: Child","STATUS":"SUCCEEDED"}]}}""", EssVerdict.Running)]
    [InlineData("""{"JOBS":{"JOBNAME":"Import Journals","REQUESTID":"7","STATUS":"SUCCEEDED","CHILD":[{"JOBNAME":"Import Journals: Child","STATUS":"COMPLETED"}]}}""", EssVerdict.Running)]
    [InlineData("""{"JOBS":{"JOBNAME":"Import Journals","REQUESTID":"7","STATUS":"ERROR"}}""", EssVerdict.Error)]
    [InlineData("""{"JOBS":{"JOBNAME":"Import Journals","REQUESTID":"7","STATUS":"A_NEW_WORD","CHILD":[{"JOBNAME":"Import Journals: Child","STATUS":"SUCCEEDED"}]}}""", EssVerdict.Running)]
    [InlineData("""{"JOBS":{"JOBNAME":"Import Journals","REQUESTID":"7","STATUS":"SUCCEEDED","CHILD":[{"JOBNAME":"Import Journals: Child","STATUS":"SUCCEEDED","CHILD":{"JOBNAME":"x","STATUS":"CANCELLED"}}]}}""", EssVerdict.Error)]
    public void The_worst_of_the_whole_tree_counts_and_the_working_child_must_be_there(string json, EssVerdict expected) =>
        Assert.Equal(expected, EssTree.Parse(json)!.Verdict(Child));

    [Fact]
    public void A_child_that_only_the_scheduler_shows_counts_and_is_not_added_twice()
    {
        var tree = EssTree.Parse("""{"JOBS":{"JOBNAME":"Import Journals","REQUESTID":"7","STATUS":"SUCCEEDED"}}""")!;
        var late = new EssTree(8, Child, EssStatus.Warning, []);
        Assert.Equal(EssVerdict.Warning, tree.With([late]).Verdict(Child));
        Assert.Equal(2, tree.With([late, late]).With([late]).All().Count());
    }

    [Theory]
    [InlineData("WAIT")]
    [InlineData("READY")]
    [InlineData("RUNNING")]
    [InlineData("PAUSED")]
    [InlineData("BLOCKED")]
    [InlineData("HOLD")]
    [InlineData("PENDING_VALIDATION")]
    [InlineData("CANCELLING")]
    [InlineData("COMPLETED")]
    [InlineData("ERROR_AUTO_RETRY")]
    [InlineData("ERROR_MANUAL_RECOVERY")]
    [InlineData("")]
    public void No_other_state_is_an_end(string state) => Assert.Equal(EssVerdict.Running, EssStatuses.Parse(state).Verdict());
}
