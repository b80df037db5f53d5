using System.Text.Json;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Control;

/// <summary>Faults that are set. They live in the database, so that a restarted pod misbehaves on.</summary>
internal static class FaultBoard
{
    public static long Add(Session session, Fault fault)
    {
        session.Execute(
            "INSERT INTO sandbox_fault (match, kind, settings, remaining) VALUES (@match, @kind, @settings, @times)",
            ("@match", fault.Match), ("@kind", fault.Kind), ("@settings", JsonSerializer.Serialize(fault)), ("@times", fault.Times));
        return session.Count("SELECT last_insert_rowid()");
    }

    public static int Clear(Session session) => session.Execute("DELETE FROM sandbox_fault");

    public static List<(Fault Fault, long Remaining, long Hits)> All(Session session) => session.Query(
        "SELECT settings, remaining, hits FROM sandbox_fault ORDER BY fault_id",
        static r => (JsonSerializer.Deserialize<Fault>(r.GetString(0)) ?? new(), r.GetInt64(1), r.GetInt64(2)));

    /// <summary>Takes one strike of the oldest fault against HTTP calls that matches any label.</summary>
    public static (FaultKind Kind, Fault Fault)? TakeForCall(FusionDatabase database, FusionCall call)
    {
        bool IsHit((long Id, FaultKind Kind, Fault Fault) f) =>
            f.Kind.IsOfHttp() && (f.Fault.Match == "*" || call.Labels.Any(label => label.Contains(f.Fault.Match, StringComparison.OrdinalIgnoreCase)));

        var live = database.Faults.Get(() => database.Read(Live));
        if (live.Count == 0 || !live.Exists(IsHit))
        {
            return null;
        }

        var taken = database.Write<(FaultKind Kind, Fault Fault)?>(session =>
        {
            var hit = Live(session).Find(IsHit);
            return hit.Fault is null ? null : Strike(session, hit);
        });
        database.Faults.Forget();
        return taken;
    }

    /// <summary>Takes one strike of a fault of this kind against a job.</summary>
    public static Fault? TakeForJob(Session session, FaultKind kind, params ReadOnlySpan<string> definitions)
    {
        foreach (var fault in Live(session))
        {
            if (fault.Kind == kind && (fault.Fault.Match == "*" || definitions.Contains(fault.Fault.Match)))
            {
                return Strike(session, fault).Fault;
            }
        }

        return null;
    }

    private static (FaultKind Kind, Fault Fault) Strike(Session session, (long Id, FaultKind Kind, Fault Fault) hit)
    {
        session.Execute("UPDATE sandbox_fault SET remaining = remaining - 1, hits = hits + 1 WHERE fault_id = @id", ("@id", hit.Id));
        return (hit.Kind, hit.Fault);
    }

    private static List<(long Id, FaultKind Kind, Fault Fault)> Live(Session session) => session.Query(
        "SELECT fault_id, kind, settings FROM sandbox_fault WHERE remaining > 0 ORDER BY fault_id",
        static r => (r.GetInt64(0), FaultKinds.Parse(r.GetString(1)) ?? FaultKind.Status, JsonSerializer.Deserialize<Fault>(r.GetString(2)) ?? new()));
}
