using Syntra.Fusion.Rest;

namespace Syntra.Simulation.Fusion;

/// <summary>A request of the scheduler with the child that does its work. The child shows late, as in Fusion.</summary>
internal sealed class FusionJob(long id, EssJob job, string[] arguments, int steps)
{
    public long Id => id;

    /// <summary>The child's own request.</summary>
    public long ChildId => id + 1;

    public EssJob Job => job;

    public string[] Arguments => arguments;

    /// <summary>Looks at the scheduler before the work is done.</summary>
    public int StepsLeft { get; set; } = steps;

    /// <summary>Looks after the end in which the parent's tree does not show the child yet.</summary>
    public int ChildHidden { get; set; } = steps % 2;

    public bool Ended { get; set; }

    public EssStatus ChildStatus { get; set; } = EssStatus.Running;

    public string Log { get; set; } = "";

    public string Report { get; set; } = "";

    public EssTree Child => new(ChildId, (job.WorkingChild ?? "Child") + " Program", ChildStatus, []);

    /// <summary>As the parent's details show it; the parent itself always ends well.</summary>
    public EssTree Tree(bool withChild)
    {
        var status = Ended ? EssStatus.Succeeded : EssStatus.Running;
        return new EssTree(id, job.Definition, status, job.WorkingChild is not null && withChild ? [Child] : []);
    }
}
