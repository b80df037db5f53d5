using Syntra.Streams.Processors;
using Syntra.Streams.Standbys;

namespace Syntra.Streams.Tests.Standbys;

public sealed class StandbyPlanTests
{
    private static readonly string[] Processes = ["aa", "bb", "cc", "dd"];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(9, 3)]
    public void Every_task_has_as_many_copies_as_asked_for_and_never_on_its_owner(int replicas, int expected)
    {
        for (var partition = 0; partition < 50; partition++)
        {
            var task = new TaskId(0, partition);
            var owner = Processes[partition % 4];
            Assert.Equal(expected, Processes.Count(p => StandbyPlan.Keeps(p, task, Processes, owner, replicas)));
            Assert.False(StandbyPlan.Keeps(owner, task, Processes, owner, replicas));
        }
    }

    [Fact]
    public void When_an_instance_goes_only_its_copies_move()
    {
        var moved = 0;
        for (var partition = 0; partition < 100; partition++)
        {
            var task = new TaskId(1, partition);
            string Keeper(string[] among) => among.Single(p => StandbyPlan.Keeps(p, task, among, "zz", 1));
            var before = Keeper(Processes);
            var after = Keeper(["aa", "bb", "cc"]);
            moved += before != after ? 1 : 0;
            Assert.True(before == after || before == "dd");
        }

        Assert.InRange(moved, 10, 45);
    }

    [Theory]
    [InlineData("app-12ab-StreamThread-1", "12ab")]
    [InlineData("app-12ab-restore", null)]
    [InlineData("other-12ab-StreamThread-1", null)]
    public void The_process_is_read_from_the_client_id(string clientId, string? process) =>
        Assert.Equal(process, StandbyPlan.ProcessOf(clientId, "app"));
}
