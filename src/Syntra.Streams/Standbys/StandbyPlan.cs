using System.Text;
using Syntra.Streams.Processors;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Standbys;

/// <summary>
/// Which instances keep warm copies of a task's stores. Every instance works it out for itself from the group's membership:
/// the processes that do not run the task, ranked by a hash of process and task, the first N of them. No assignor is needed,
/// and when an instance comes or goes only the tasks that rank it first move.
/// </summary>
internal static class StandbyPlan
{
    /// <summary>True when <paramref name="process"/> should keep a copy.</summary>
    public static bool Keeps(string process, TaskId task, IReadOnlyCollection<string> processes, string? owner, int replicas) =>
        process != owner
        && processes.Where(p => p != owner).OrderByDescending(p => Rank(p, task)).ThenBy(p => p, StringComparer.Ordinal).Take(replicas).Contains(process, StringComparer.Ordinal);

    /// <summary>The process id within a thread's client id: application, process, "StreamThread", number.</summary>
    public static string? ProcessOf(string clientId, string applicationId)
    {
        var rest = clientId.StartsWith(applicationId + "-", StringComparison.Ordinal) ? clientId[(applicationId.Length + 1)..] : "";
        var at = rest.IndexOf("-StreamThread-", StringComparison.Ordinal);
        return at > 0 ? rest[..at] : null;
    }

    private static ulong Rank(string process, TaskId task)
    {
        // FNV-1a and MurmurHash3's finisher: the same on every machine and in every version.
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes($"{process}/{task}"))
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}
