using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Assignments;

/// <summary>What is known of an assignment's history around one day.</summary>
internal sealed record AssignmentState
{
    public bool WorkerAsked { get; init; }

    public bool WorkerThere { get; init; }

    /// <summary>Address of the assignment, as Fusion gave it.</summary>
    public string? Address { get; init; }

    public bool RowAsked { get; init; }

    /// <summary>The row that holds on the effective day.</summary>
    public AssignmentRow? Row { get; init; }

    public bool BeforeAsked { get; init; }

    /// <summary>The row that held on the day before; asked for a withdrawal only.</summary>
    public AssignmentRow? Before { get; init; }
}

/// <summary>One dated row.</summary>
internal sealed record AssignmentRow(DateOnly From, DateOnly To, AssignmentFacts Facts, string? ETag)
{
    public static readonly DateOnly EndOfTime = new(4712, 12, 31);

    public static AssignmentRow Read(JsonElement item) => new(
        Answers.Day(item, "EffectiveStartDate") ?? throw new FormatException("no EffectiveStartDate"),
        Answers.Day(item, "EffectiveEndDate") ?? EndOfTime,
        new AssignmentFacts(item.Text("AssignmentStatusTypeCode"), item.Text("DepartmentName"), item.Text("JobCode"), item.Text("LocationCode"), item.Text("BusinessUnitName")),
        Answers.ETag(item));
}

/// <summary>What an assignment says; null is not said.</summary>
internal sealed record AssignmentFacts(string? Status, string? Department, string? Job, string? Location, string? BusinessUnit)
{
    public static AssignmentFacts Of(AssignmentPayload payload) =>
        new(payload.StatusCode, payload.DepartmentName, payload.JobCode, payload.LocationCode, payload.BusinessUnit);

    /// <summary>Whether this row says all that the other says.</summary>
    public bool Says(AssignmentFacts desired) =>
        Same(Status, desired.Status) && Same(Department, desired.Department) && Same(Job, desired.Job) && Same(Location, desired.Location) && Same(BusinessUnit, desired.BusinessUnit);

    private static bool Same(string? posted, string? desired) => desired is null || posted == desired;
}
