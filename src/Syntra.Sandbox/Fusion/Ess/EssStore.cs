using System.Text.Json;
using Microsoft.Data.Sqlite;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Ess;

/// <summary>Requests in the database.</summary>
internal static class EssStore
{
    private const string Columns =
        "request_id, parent_id, abs_parent_id, package, definition, arguments, continuation, state, stage, outcome, submitter, submitted_at, started_at, completed_at";

    /// <summary>Stores a request that starts at <paramref name="dueAt"/> and cannot be seen before <paramref name="appearsAt"/>.</summary>
    public static long Insert(Session session, EssSubmission submission, EssRequest? parent, string submitter, long appearsAt, long dueAt)
    {
        var id = session.Next("request");
        session.Execute(
            """
            INSERT INTO ess_request (request_id, parent_id, abs_parent_id, package, definition, arguments, continuation, state, stage, due_at, appears_at, submitter, submitted_at)
            VALUES (@id, @parent, @absParent, @package, @definition, @arguments, @continuation, 'WAIT', 0, @due, @appears, @submitter, @appears)
            """,
            ("@id", id), ("@parent", parent?.Id), ("@absParent", parent?.AbsParentId ?? id), ("@package", submission.Package),
            ("@definition", submission.Definition), ("@arguments", JsonSerializer.Serialize(submission.Arguments)),
            ("@continuation", submission.Continuation is { } next ? JsonSerializer.Serialize(next) : null),
            ("@due", dueAt), ("@appears", appearsAt), ("@submitter", submitter));
        return id;
    }

    public static EssRequest? Find(Session session, long id) =>
        session.First($"SELECT {Columns} FROM ess_request WHERE request_id = @id", Map, ("@id", id));

    /// <summary>Requests below a parent that can already be seen, oldest first.</summary>
    public static List<EssRequest> VisibleChildren(Session session, long parentId, long now) =>
        session.Query($"SELECT {Columns} FROM ess_request WHERE parent_id = @id AND appears_at <= @now ORDER BY request_id", Map, ("@id", parentId), ("@now", now));

    public static List<EssRequest> Children(Session session, long parentId) => VisibleChildren(session, parentId, long.MaxValue);

    public static List<EssRequest> OfDefinition(Session session, string definition, params ReadOnlySpan<EssState> states)
    {
        var names = string.Join(',', states.ToArray().Select(static s => $"'{s.ToWire()}'"));
        return session.Query($"SELECT {Columns} FROM ess_request WHERE definition = @definition AND state IN ({names})", Map, ("@definition", definition));
    }

    public static List<EssRequest> Visible(Session session, long now) =>
        session.Query($"SELECT {Columns} FROM ess_request WHERE appears_at <= @now ORDER BY request_id DESC", Map, ("@now", now));

    public static List<EssRequest> VisibleDescendants(Session session, long absParentId, long now) =>
        session.Query(
            $"SELECT {Columns} FROM ess_request WHERE abs_parent_id = @id AND request_id <> @id AND appears_at <= @now ORDER BY request_id",
            Map, ("@id", absParentId), ("@now", now));

    public static bool IsVisible(Session session, long id, long now) =>
        session.Count("SELECT count(*) FROM ess_request WHERE request_id = @id AND appears_at <= @now", ("@id", id), ("@now", now)) > 0;

    /// <summary>Moves a request on; the table of transitions has the last word.</summary>
    public static EssRequest Move(Session session, EssRequest request, EssState to, long? dueAt, long now, EssState? outcome = null)
    {
        if (!EssTransitions.Allows(request.State, to))
        {
            throw new InvalidOperationException($"Request {request.Id} cannot go from {request.State} to {to}.");
        }

        var moved = request with
        {
            State = to,
            Outcome = outcome ?? request.Outcome,
            StartedAt = to == EssState.Running ? request.StartedAt ?? now : request.StartedAt,
            CompletedAt = to.IsTerminal() ? now : null,
        };
        session.Execute(
            "UPDATE ess_request SET state = @state, outcome = @outcome, due_at = @due, started_at = @started, completed_at = @completed WHERE request_id = @id",
            ("@state", to.ToWire()), ("@outcome", moved.Outcome?.ToWire()), ("@due", dueAt), ("@started", moved.StartedAt),
            ("@completed", moved.CompletedAt), ("@id", request.Id));
        return moved;
    }

    public static void Reschedule(Session session, long id, long? dueAt) =>
        session.Execute("UPDATE ess_request SET due_at = @due WHERE request_id = @id", ("@due", dueAt), ("@id", id));

    public static void SetStage(Session session, long id, int stage) =>
        session.Execute("UPDATE ess_request SET stage = @stage WHERE request_id = @id", ("@stage", stage), ("@id", id));

    private static EssRequest Map(SqliteDataReader reader) => new(
        reader.GetInt64(0), reader.Number(1), reader.GetInt64(2),
        new EssSubmission(reader.GetString(3), reader.GetString(4), JsonSerializer.Deserialize<string[]>(reader.GetString(5)) ?? [])
        {
            Continuation = reader.Text(6) is { } json ? JsonSerializer.Deserialize<EssSubmission>(json) : null,
        },
        EssTransitions.Parse(reader.GetString(7)), reader.GetInt32(8),
        reader.Text(9) is { } outcome ? EssTransitions.Parse(outcome) : null, reader.GetString(10))
    {
        SubmittedAt = reader.GetInt64(11),
        StartedAt = reader.Number(12),
        CompletedAt = reader.Number(13),
    };
}
