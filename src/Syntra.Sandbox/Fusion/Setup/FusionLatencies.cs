namespace Syntra.Sandbox.Fusion.Setup;

/// <summary>How long the scheduler takes; real pods need seconds to minutes for each.</summary>
public sealed record FusionLatencies
{
    /// <summary>Time in each of WAIT, READY and COMPLETED, and from the last child's end to the parent's going on.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>Time in RUNNING before a job's work is done.</summary>
    public TimeSpan Run { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>How long after it was asked for the import's request can be seen at all.</summary>
    public TimeSpan ChildAppearance { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long a customer batch stands in PROCESSING after its job has SUCCEEDED.</summary>
    public TimeSpan HubBatch { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>No waiting beyond what the machine needs.</summary>
    public static FusionLatencies None { get; } = new() { Step = TimeSpan.Zero, Run = TimeSpan.Zero, ChildAppearance = TimeSpan.Zero, HubBatch = TimeSpan.Zero };
}
