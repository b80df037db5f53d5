namespace Syntra.Sandbox.Fusion.Ess;

/// <summary>What a request is to run.</summary>
/// <param name="Package">Job package path.</param>
/// <param name="Definition">Job definition name.</param>
/// <param name="Arguments">submit.argument1 and on.</param>
internal sealed record EssSubmission(string Package, string Definition, IReadOnlyList<string> Arguments)
{
    /// <summary>The import job that importBulkData chains behind the load.</summary>
    public EssSubmission? Continuation { get; init; }
}

/// <summary>A request as stored.</summary>
internal sealed record EssRequest(
    long Id, long? ParentId, long AbsParentId, EssSubmission Submission, EssState State, int Stage, EssState? Outcome, string Submitter)
{
    public long SubmittedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? CompletedAt { get; init; }

    /// <summary>Argument by its 1-based number; "" where it was left off, and for the literal #NULL.</summary>
    public string Argument(int number) =>
        number <= Submission.Arguments.Count && Submission.Arguments[number - 1] is var value && value != "#NULL" ? value : "";
}
