namespace Syntra.Sandbox.Fusion.Ess;

/// <summary>A kind of job. Its work happens in one transaction with the state change, so it is done once whatever kills the process.</summary>
internal interface IEssJob
{
    /// <summary>Job definition name.</summary>
    string Definition { get; }

    /// <summary>Name that the execution tree shows.</summary>
    string DisplayName { get; }

    /// <summary>Does the work of the request's present stage.</summary>
    EssStep Run(EssJobContext context);
}

/// <summary>What a job wants next.</summary>
internal abstract record EssStep
{
    private EssStep()
    {
    }

    /// <summary>Ends with this state after post-processing.</summary>
    public sealed record Finish(EssState Outcome) : EssStep;

    /// <summary>Pauses until all children have ended, then runs again in this stage.</summary>
    public sealed record AwaitChildren(int NextStage) : EssStep;
}
