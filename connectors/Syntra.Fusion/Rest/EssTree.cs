using System.Text.Json;

namespace Syntra.Fusion.Rest;

/// <summary>One ESS request with all that it started.</summary>
public sealed record EssTree(long RequestId, string JobName, EssStatus Status, IReadOnlyList<EssTree> Children)
{
    /// <summary>This request and everything below it.</summary>
    public IEnumerable<EssTree> All() => Listed();

    /// <summary>
    /// The worst status of the tree. A parent that ended well without the child that does the work has not ended:
    /// that child is started late.
    /// </summary>
    /// <param name="requiredChild">Beginning of the name of the child that does the work, or null.</param>
    public EssVerdict Verdict(string? requiredChild)
    {
        var worst = EssVerdict.Succeeded;
        var all = Listed();
        foreach (var node in all)
        {
            var verdict = node.Status.Verdict();
            if (verdict == EssVerdict.Running)
            {
                return EssVerdict.Running;
            }

            worst = verdict > worst ? verdict : worst;
        }

        var missing = requiredChild is not null && !all.Skip(1).Any(n => n.JobName.StartsWith(requiredChild, StringComparison.OrdinalIgnoreCase));
        return missing && worst == EssVerdict.Succeeded ? EssVerdict.Running : worst;
    }

    /// <summary>Adds requests that the scheduler knows below this one and the tree does not show.</summary>
    public EssTree With(IEnumerable<EssTree> descendants)
    {
        var known = All().Select(n => n.RequestId).ToHashSet();
        var late = descendants.Where(d => known.Add(d.RequestId)).ToList();
        return late.Count == 0 ? this : this with { Children = [.. Children, .. late] };
    }

    /// <summary>Reads <c>{"JOBS":{JOBNAME,REQUESTID,STATUS,CHILD}}</c>; JOBS and CHILD are an object or an array.</summary>
    /// <returns>Null where the text holds no job.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static EssTree? Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var jobs = document.RootElement.OneOrMany("JOBS").Select(j => Read(j, 0)).ToList();
        return jobs.Count switch
        {
            0 => null,
            1 => jobs[0],
            _ => jobs[0] with { Children = [.. jobs[0].Children, .. jobs.Skip(1)] },
        };
    }

    private List<EssTree> Listed()
    {
        var all = new List<EssTree>(1 + Children.Count);
        AddTo(all);
        return all;
    }

    private void AddTo(List<EssTree> all)
    {
        all.Add(this);
        foreach (var child in Children)
        {
            child.AddTo(all);
        }
    }

    private static EssTree Read(JsonElement job, int depth) => new(
        job.Integer("REQUESTID") ?? 0,
        job.Text("JOBNAME") ?? "",
        EssStatuses.Parse(job.Text("STATUS")),
        depth > 16 ? [] : [.. job.OneOrMany("CHILD").Select(c => Read(c, depth + 1))]);
}
