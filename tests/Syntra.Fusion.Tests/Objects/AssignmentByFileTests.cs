using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>Assignments by HCM Data Loader: what a file can say goes by it, and nothing that stands for later days is lost to it.</summary>
public sealed class AssignmentByFileTests() : ConnectorCompliance(ObjectKind.WorkerAssignment, byFile: true)
{
    private protected override string RefusalCode => "PER-1530007";

    private protected override string Maker => "createFileDataSet";

    // A data set does not say whether a line changed what it names.
    private protected override ObjectOutcome MadeOutcome => ObjectOutcome.Updated;

    [Fact]
    public async Task A_backdated_change_before_a_later_one_goes_by_REST_and_leaves_it()
    {
        await AssertDoneAsync(From(1, 6, "Emergency", 1), ObjectOutcome.Updated);
        Assert.Equal(1, await DataSetsAsync());
        await AssertDoneAsync(From(1, 3, "Surgery", 2), ObjectOutcome.Updated);
        Assert.Equal(1, await DataSetsAsync());
        Assert.Equal(["2020-01-01 2024-02-29 General", "2024-03-01 2024-05-31 Surgery", "2024-06-01 4712-12-31 Emergency"], await TimelineAsync("E800001"));
    }

    [Fact]
    public async Task A_backdated_change_that_replaces_goes_by_the_file_and_takes_the_later_ones_away()
    {
        await AssertDoneAsync(From(1, 6, "Emergency", 1), ObjectOutcome.Updated);
        await AssertDoneAsync(From(1, 3, "Surgery", 2) with { LaterChanges = LaterChanges.Replace }, ObjectOutcome.Updated);
        Assert.Equal(2, await DataSetsAsync());
        Assert.Equal(["2020-01-01 2024-02-29 General", "2024-03-01 4712-12-31 Surgery"], await TimelineAsync("E800001"));
    }

    [Fact]
    public async Task Two_changes_of_one_worker_stand_both_though_a_bad_line_would_cost_all_of_the_workers_lines()
    {
        var (early, late) = (From(1, 3, "Surgery", 1) with { ObjectKey = "ROLE1" }, From(1, 6, "Nowhere", 2) with { ObjectKey = "ROLE2" });
        var results = await DeliverAsync(early, late, From(2, 3, "Pharmacy", 1));
        Assert.IsType<ObjectResult.Done>(results[0]);
        Assert.Equal("PER-1530007", Assert.IsType<ObjectResult.Refused>(results[1]).Code);
        Assert.IsType<ObjectResult.Done>(results[2]);
        Assert.Equal(["2020-01-01 2024-02-29 General", "2024-03-01 4712-12-31 Surgery"], await TimelineAsync("E800001"));
        Assert.Equal(["2020-01-01 2024-02-29 General", "2024-03-01 4712-12-31 Pharmacy"], await TimelineAsync("E800002"));
    }

    [Fact]
    public async Task Each_refusal_is_its_own_lines_although_messages_name_lines_by_number()
    {
        var results = await DeliverAsync([.. Enumerable.Range(1, 12).Select(n => From(n, 3, n % 4 == 0 ? "Nowhere" : "Surgery", 1))]);
        Assert.Equal([4, 8, 12], results.Index().Where(r => r.Item is ObjectResult.Refused).Select(r => r.Index + 1));
        Assert.Equal(1, await DataSetsAsync());
        Assert.Equal(["2020-01-01 4712-12-31 General"], await TimelineAsync("E800004"));
        Assert.Equal(["2020-01-01 2024-02-29 General", "2024-03-01 4712-12-31 Surgery"], await TimelineAsync("E800005"));
    }

    [Fact]
    public async Task A_day_before_the_hire_and_an_assignment_that_is_not_there_are_parked()
    {
        var early = From(1, 3, "Surgery", 1) with { EffectiveDate = new DateOnly(2019, 1, 1) };
        var other = From(2, 3, "Surgery", 1);
        other = other with { Assignment = other.Assignment! with { AssignmentNumber = "E-OTHER" } };
        var results = await DeliverAsync(early, other);
        Assert.All(results, r => Assert.Equal((ObjectErrorClass.Parked, "assignment-not-there-on-day"), (Assert.IsType<ObjectResult.Refused>(r).Class, ((ObjectResult.Refused)r).Code)));
        Assert.Equal(0, await DataSetsAsync());
    }

    [Fact]
    public async Task An_end_goes_by_REST()
    {
        await AssertDoneAsync(From(1, 3, "Surgery", 1), ObjectOutcome.Updated);
        await AssertDoneAsync(From(1, 5, "Surgery", 2) with { Operation = ObjectOperation.End }, ObjectOutcome.Updated);
        Assert.Equal(["2020-01-01 2024-02-29 General", "2024-03-01 2024-05-01 Surgery"], await TimelineAsync("E800001"));
    }

    private static ObjectInstruction From(int n, int month, string department, long version)
    {
        var instruction = ObjectSamples.Of(ObjectKind.WorkerAssignment, n, version);
        return instruction with { EffectiveDate = new DateOnly(2024, month, 1), Assignment = instruction.Assignment! with { DepartmentName = department } };
    }

    private Task<IReadOnlyList<ObjectResult>> DeliverAsync(params IReadOnlyList<ObjectInstruction> instructions) =>
        Rig.Connector(ObjectKind.WorkerAssignment).DeliverAsync([.. instructions.Select(i => new ObjectAttempt(i, IsFirst: false))], CancellationToken.None);

    private async Task<int> DataSetsAsync() => (await Rig.Pod.ObjectsAsync("dataLoadDataSets")).Count;

    private async Task<IEnumerable<string>> TimelineAsync(string assignment) =>
        (await Rig.Pod.ObjectsAsync("assignmentRows")).Select(r => r.GetProperty("attributes")).Where(a => a.GetProperty("AssignmentNumber").GetString() == assignment)
            .Select(a => $"{a.GetProperty("EffectiveStartDate")} {a.GetProperty("EffectiveEndDate")} {a.GetProperty("DepartmentName")}").Order(StringComparer.Ordinal);
}
