using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Assignments;
using Syntra.Fusion.Objects.Calls;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>Effective-dated assignments: what stands on which day, after changes that come late and in any order.</summary>
public sealed class AssignmentTests() : ConnectorCompliance(ObjectKind.WorkerAssignment)
{
    private protected override string RefusalCode => "PER-1530007";

    // An assignment is there from the hire on; what is made is a change of it.
    private protected override ObjectOutcome MadeOutcome => ObjectOutcome.Updated;

    [Fact]
    public async Task A_backdated_change_goes_in_before_a_later_one_and_leaves_it()
    {
        await AssertDoneAsync(From(2024, 6, "Emergency", 1), ObjectOutcome.Updated);
        await AssertDoneAsync(From(2024, 3, "Surgery", 2), ObjectOutcome.Updated);
        Assert.Equal(["2020-01-01 2024-02-29 General", "2024-03-01 2024-05-31 Surgery", "2024-06-01 4712-12-31 Emergency"], await TimelineAsync());
    }

    [Fact]
    public async Task A_backdated_change_that_replaces_takes_the_later_ones_away()
    {
        await AssertDoneAsync(From(2024, 6, "Emergency", 1), ObjectOutcome.Updated);
        await AssertDoneAsync(From(2024, 3, "Surgery", 2) with { LaterChanges = LaterChanges.Replace }, ObjectOutcome.Updated);
        Assert.Equal(["2020-01-01 2024-02-29 General", "2024-03-01 4712-12-31 Surgery"], await TimelineAsync());
    }

    [Fact]
    public async Task A_correction_of_the_same_day_changes_the_row_and_makes_none()
    {
        await AssertDoneAsync(From(2024, 3, "Surgery", 1), ObjectOutcome.Updated);
        await AssertDoneAsync(From(2024, 3, "Pharmacy", 2), ObjectOutcome.Updated);
        Assert.Equal(["2020-01-01 2024-02-29 General", "2024-03-01 4712-12-31 Pharmacy"], await TimelineAsync());
    }

    [Fact]
    public async Task A_change_that_never_was_gives_the_days_back_to_what_was_before()
    {
        await AssertDoneAsync(From(2024, 3, "Surgery", 1), ObjectOutcome.Updated);
        await AssertDoneAsync(From(2024, 3, "Surgery", 2) with { Operation = ObjectOperation.Withdraw }, ObjectOutcome.Updated);
        await AssertDoneAsync(From(2024, 3, "Surgery", 2) with { Operation = ObjectOperation.Withdraw }, ObjectOutcome.Unchanged);
        Assert.All(await TimelineAsync(), r => Assert.EndsWith("General", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_end_is_the_last_day()
    {
        var end = From(2024, 3, "Surgery", 1) with { Operation = ObjectOperation.End };
        await AssertDoneAsync(end, ObjectOutcome.Updated);
        await AssertDoneAsync(end, ObjectOutcome.Unchanged);
        Assert.Equal(["2020-01-01 2024-03-01 General"], await TimelineAsync());
    }

    [Fact]
    public async Task A_day_before_the_hire_waits_for_the_worker()
    {
        var refused = Assert.IsType<ObjectResult.Refused>(await ObjectRig.DeliverAsync(Rig.Connector(ObjectKind.WorkerAssignment), From(2019, 1, "Surgery", 1)));
        Assert.Equal((ObjectErrorClass.Parked, "assignment-not-there-on-day"), (refused.Class, refused.Code));
    }

    [Theory]
    [InlineData("2024-03-01", LaterChanges.Keep, "RangeMode=CORRECTION;RangeSpan=PHYSICAL_ROW_END_DATE;RangeStartDate=2024-03-01")]
    [InlineData("2024-03-01", LaterChanges.Replace, "RangeMode=REPLACE_CORRECTION;RangeSpan=LOGICAL_ROW_END_DATE;RangeStartDate=2024-03-01")]
    [InlineData("2024-03-02", LaterChanges.Keep, "RangeMode=UPDATE;RangeSpan=PHYSICAL_ROW_END_DATE;RangeStartDate=2024-03-02")]
    [InlineData("2024-03-02", LaterChanges.Replace, "RangeMode=REPLACE_UPDATE;RangeSpan=LOGICAL_ROW_END_DATE;RangeStartDate=2024-03-02")]
    public void The_range_says_how_a_row_is_changed(string day, LaterChanges later, string header)
    {
        var row = new AssignmentRow(new DateOnly(2024, 3, 1), AssignmentRow.EndOfTime, new AssignmentFacts(null, null, null, null, null), null);
        Assert.Equal(header, DateTracking.Change(row, DateOnly.Parse(day, CultureInfo.InvariantCulture), later));
    }

    private static ObjectInstruction From(int year, int month, string department, long version)
    {
        var instruction = ObjectSamples.Of(ObjectKind.WorkerAssignment, 1, version);
        return instruction with { EffectiveDate = new DateOnly(year, month, 1), Assignment = instruction.Assignment! with { DepartmentName = department } };
    }

    private async Task<IEnumerable<string>> TimelineAsync() =>
        (await Rig.Pod.ObjectsAsync("assignmentRows")).Select(r => r.GetProperty("attributes"))
            .Select(a => $"{a.GetProperty("EffectiveStartDate")} {a.GetProperty("EffectiveEndDate")} {a.GetProperty("DepartmentName")}").Order(StringComparer.Ordinal);
}
