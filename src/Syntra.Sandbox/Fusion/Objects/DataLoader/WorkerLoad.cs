using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Gl;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Objects.Workers;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.DataLoader;

/// <summary>
/// Loads Worker.dat: MERGE of dated assignment rows, found by their user key. A row takes the place of all that lies between its two days. Any line that fails fails
/// its worker, and the messages name that line alone; other workers still load. An empty field is left as it is.
/// </summary>
internal sealed class WorkerLoad(ObjectTransaction transaction, FusionObjectSetup setup)
{
    public const string FileName = "Worker.dat";
    private const string Component = "Assignment";
    private static readonly string[] s_statuses = ["ACTIVE_PROCESS", "ACTIVE_NO_PROCESS", "SUSPEND_PROCESS", "SUSPEND_NO_PROCESS", "INACTIVE_PROCESS", "INACTIVE_NO_PROCESS"];
    private static readonly string[] s_facts = ["ActionCode", "ReasonCode", "AssignmentStatusTypeCode", "DepartmentName", "JobCode", "LocationCode"];

    private readonly ILookup<string?, ObjectRow> _assignments = transaction.Tables.All(WorkerRows.Assignments).ToLookup(static a => a.Key, StringComparer.Ordinal);

    /// <summary>The lines that were refused; no line of these has a source key.</summary>
    public List<(int Line, string? SourceSystemId, string Text)> Load(byte[] zip)
    {
        if (FbdiArchive.Read(zip, FileName, out var problem) is not { } text)
        {
            return [(0, null, problem)];
        }

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) => (Number: i + 1, Fields: DatLine.Split(line))).ToList();
        if (lines.Select(static l => l.Fields).FirstOrDefault(static f => f is ["METADATA", Component, ..]) is not { } metadata)
        {
            return [(1, null, "HRC-1035501: The METADATA of Assignment is missing.")];
        }

        var rows = lines.Where(static l => l.Fields is ["MERGE", Component, ..])
            .Select(l => (l.Number, Row: metadata.Skip(2).Zip(l.Fields.Skip(2)).ToDictionary(static p => p.First, static p => p.Second, StringComparer.Ordinal))).ToList();
        var faults = new List<(int, string?, string)>();
        foreach (var worker in rows.GroupBy(r => WorkerOf(r.Row), StringComparer.Ordinal))
        {
            var mark = transaction.Mark();
            var refused = worker.Select(r => (r.Number, Fault: Merge(r.Row))).Where(static r => r.Fault is not null).Select(static r => (r.Number, (string?)null, r.Fault!)).ToList();
            if (refused.Count > 0)
            {
                transaction.Undo(mark);
                faults.AddRange(refused);
            }
        }

        return faults;
    }

    private string WorkerOf(Dictionary<string, string> row) =>
        _assignments[row["AssignmentNumber"]].FirstOrDefault()?.ParentId.ToString(CultureInfo.InvariantCulture) ?? row["AssignmentNumber"];

    private string? Merge(Dictionary<string, string> row)
    {
        if (_assignments[row["AssignmentNumber"]].FirstOrDefault() is not { } assignment)
        {
            return "PER-1531225: The value of the attribute AssignmentNumber is not valid.";
        }

        var to = Day(row, "EffectiveEndDate") ?? WorkerRows.EndOfTime;
        if (Day(row, "EffectiveStartDate") is not { } from || to < from)
        {
            return "HRC-1035029: The effective dates are not valid.";
        }

        if (row.GetValueOrDefault("ActionCode") is not { Length: > 0 })
        {
            return "PER-1531116: The value of the attribute ActionCode is required.";
        }

        if (row.GetValueOrDefault("AssignmentStatusTypeCode") is { Length: > 0 } status && !s_statuses.Contains(status))
        {
            return "PER-1531254: The assignment status is not valid.";
        }

        return row.GetValueOrDefault("DepartmentName") is { Length: > 0 } department && setup.Departments.Count > 0 && !setup.Departments.Contains(department)
            ? "PER-1530007: The department is not valid on this date."
            : Replace(assignment.Id, from, to, row);
    }

    private string? Replace(long assignment, DateOnly from, DateOnly to, Dictionary<string, string> row)
    {
        var timeline = WorkerRows.Timeline(transaction.Tables, assignment);
        if (timeline.Find(r => WorkerRows.From(r) <= from && from <= WorkerRows.To(r)) is not { } before)
        {
            return "PER-1531202: The effective start date is before the start of the assignment.";
        }

        var last = timeline.FindLast(r => WorkerRows.From(r) <= to)!;
        var rest = WorkerRows.To(last) > to ? last.Attributes : (ObjectAttributes?)null;
        var next = before.Attributes.With(ObjectAttributes.Of(s_facts.Where(f => row.GetValueOrDefault(f) is { Length: > 0 }).Select(f => KeyValuePair.Create(f, (JsonNode?)row[f]))));
        var restTo = WorkerRows.To(last);
        foreach (var gone in timeline.Where(r => r != before && WorkerRows.From(r) > from && WorkerRows.From(r) <= to))
        {
            transaction.Delete(gone);
        }

        if (WorkerRows.From(before) == from)
        {
            var same = WorkerRows.Dated(from, to, next);
            _ = same.SameAs(before.Attributes) ? before : transaction.Update(before, before with { Attributes = same, Version = before.Version + 1 });
        }
        else
        {
            transaction.Update(before, before.With([new("EffectiveEndDate", WorkerRows.Text(from.AddDays(-1)))]));
            transaction.Insert(WorkerRows.Rows, null, WorkerRows.Dated(from, to, next), null, assignment);
        }

        if (rest is { } after)
        {
            transaction.Insert(WorkerRows.Rows, null, WorkerRows.Dated(to.AddDays(1), restTo, after), null, assignment);
        }

        return null;
    }

    private static DateOnly? Day(Dictionary<string, string> row, string name) =>
        DateOnly.TryParseExact(row.GetValueOrDefault(name), "yyyy/MM/dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
