using System.Globalization;
using System.Text.Json;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Calls;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.Workers;

/// <summary>workers with their work relationships and assignments: hashed ids, dated rows, no Upsert-Mode.</summary>
internal sealed class Workers(FusionObjectSetup setup) : IObjectResource
{
    private static readonly string[] s_queryable = ["PersonNumber", "PersonId"];
    private static readonly string[] s_changeable = ["ActionCode", "ReasonCode", "AssignmentStatusTypeCode", "DepartmentName", "JobCode", "LocationCode", "BusinessUnitName"];
    private static readonly string[] s_statuses = ["ACTIVE_PROCESS", "ACTIVE_NO_PROCESS", "SUSPEND_PROCESS", "SUSPEND_NO_PROCESS", "INACTIVE_PROCESS", "INACTIVE_NO_PROCESS"];

    public string Api => "hcmRestApi";

    public string Name => "workers";

    public ObjectAnswer Handle(ObjectRequest request, ObjectTransaction transaction)
    {
        if (request.Upsert)
        {
            throw FusionProblem.BadRequest("Upsert-Mode is not supported for date-effective resources.");
        }

        return (request.Method, request.Path.Count) switch
        {
            ("GET", 1) => Items.Page(request, Candidates(request, transaction), s_queryable, row => Worker(request, transaction, row)),
            ("GET", 7) => Collection(request, transaction),
            ("GET", 8) => EffectiveRow(request, transaction, request.Path[7]) is var (row, item) ? Items.One(row, item) : throw FusionProblem.NotFound(),
            ("PATCH", 8) => Patch(request, transaction),
            _ => throw FusionProblem.BadRequest($"Invalid operation {request.Method} for the specified resource."),
        };
    }

    private IEnumerable<ObjectRow> Candidates(ObjectRequest request, ObjectTransaction transaction) =>
        Items.Asked(request, "PersonNumber") is { Length: > 0 } number
            ? WorkerRows.Find(transaction, number, setup) is { } worker ? [worker] : []
            : transaction.Tables.Children(WorkerRows.Workers);

    private static JsonPiece Worker(ObjectRequest request, ObjectTransaction transaction, ObjectRow worker)
    {
        var path = $"workers/{WorkerRows.Hash(worker.Id)}";
        if (request.Query.GetValueOrDefault("expand")?.Contains("assignments", StringComparison.Ordinal) != true)
        {
            return Items.Of(request, worker, path, "workers");
        }

        var assignments = Assignments(request, transaction, worker.Id);
        return Items.Of(request, worker, path, "workers", json => WriteChildren(json, request, "workRelationships",
        [
            relationship =>
            {
                relationship.WriteStartObject();
                relationship.WriteNumber("PeriodOfServiceId"u8, worker.Id + 1);
                WriteChildren(relationship, request, "assignments", assignments);
                relationship.WriteEndObject();
            },
        ]));
    }

    private static JsonPiece[] Assignments(ObjectRequest request, ObjectTransaction transaction, long worker) =>
    [
        .. transaction.Tables.Children(WorkerRows.Assignments, worker)
            .Select(a => Effective(transaction, request, a.Id) is { } row ? Item(request, Address(worker, a.Id), row) : null).OfType<JsonPiece>(),
    ];

    /// <summary>Children are a plain array before framework version 3, a collection from then on.</summary>
    private static void WriteChildren(Utf8JsonWriter json, ObjectRequest request, string name, JsonPiece[] items)
    {
        if (request.FrameworkVersion < 3)
        {
            Items.WriteArray(json, name, items);
            return;
        }

        json.WriteStartObject(name);
        Items.WriteArray(json, "items", items);
        json.WriteNumber("count"u8, items.Length);
        json.WriteBoolean("hasMore"u8, false);
        json.WriteEndObject();
    }

    private static ObjectAnswer Collection(ObjectRequest request, ObjectTransaction transaction)
    {
        var worker = WorkerRows.Unhash(request.Path[1]) ?? throw FusionProblem.NotFound();
        var items = Assignments(request, transaction, worker);
        return new ObjectAnswer(200, json =>
        {
            json.WriteStartObject();
            Items.WriteArray(json, "items", items);
            json.WriteNumber("count"u8, items.Length);
            json.WriteBoolean("hasMore"u8, false);
            json.WriteNumber("limit"u8, 500);
            json.WriteNumber("offset"u8, 0);
            json.WriteEndObject();
        });
    }

    private static (ObjectRow Row, JsonPiece Item)? EffectiveRow(ObjectRequest request, ObjectTransaction transaction, string hash) =>
        WorkerRows.Unhash(hash) is { } id && WorkerRows.Unhash(request.Path[1]) is { } worker && Effective(transaction, request, id) is { } row
            ? (row, Item(request, Address(worker, id), row))
            : null;

    private ObjectAnswer Patch(ObjectRequest request, ObjectTransaction transaction)
    {
        var assignment = WorkerRows.Unhash(request.Path[7]) is { } id ? transaction.Tables.Find(WorkerRows.Assignments, id) : null;
        if (assignment is null || WorkerRows.Unhash(request.Path[1]) != assignment.ParentId)
        {
            throw FusionProblem.NotFound();
        }

        var range = EffectiveOf.Read(request.EffectiveOf);
        if (request.Body is { } body)
        {
            Items.RefuseUnknown(body, s_changeable);
        }

        if (request.Text("AssignmentStatusTypeCode") is { } status && !s_statuses.Contains(status))
        {
            throw new FusionProblem(400, "PER-1531254: The assignment status is not valid.", "PER-1531254", "AssignmentStatusTypeCode");
        }

        if (request.Text("DepartmentName") is { } department && setup.Departments.Count > 0 && !setup.Departments.Contains(department))
        {
            throw new FusionProblem(400, "PER-1530007: The department is not valid on this date.", "PER-1530007", "DepartmentName");
        }

        var row = new DatedRows(transaction, assignment.Id).Change(request, range);
        return Items.One(row, Item(request, Address(assignment.ParentId, assignment.Id), row));
    }

    private static ObjectRow? Effective(ObjectTransaction transaction, ObjectRequest request, long assignment)
    {
        var rows = WorkerRows.Timeline(transaction.Tables, assignment);

        // Without the parameter the pod's own day counts; the newest row stands for it here.
        return request.Query.TryGetValue("effectiveDate", out var text) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? rows.Find(r => WorkerRows.From(r) <= day && day <= WorkerRows.To(r))
            : rows[^1];
    }

    private static string Address(long worker, long assignment) =>
        string.Create(CultureInfo.InvariantCulture, $"workers/{WorkerRows.Hash(worker)}/child/workRelationships/{worker + 1}/child/assignments/{WorkerRows.Hash(assignment)}");

    private static JsonPiece Item(ObjectRequest request, string address, ObjectRow row) => Items.Of(request, row, address, "assignments");
}
