namespace Syntra.Sandbox.Fusion.Setup;

/// <summary>A value set of the pod.</summary>
/// <param name="Code">ValueSetCode.</param>
/// <param name="MaximumLength">Longer values are FND-2825.</param>
/// <param name="Protected">Seeded by Oracle: cannot be changed.</param>
public sealed record FusionValueSet(string Code, int MaximumLength = 10, bool Protected = false);

/// <summary>A worker with one assignment.</summary>
/// <param name="PersonNumber">PERSON_NUMBER.</param>
/// <param name="AssignmentNumber">Assignment number.</param>
/// <param name="HiredOn">First day of the assignment.</param>
/// <param name="Department">Department at the start.</param>
/// <param name="HasProfile">Whether a talent profile is there; new hires get theirs later.</param>
public sealed record FusionWorker(string PersonNumber, string AssignmentNumber, DateOnly HiredOn, string Department = "General", bool HasProfile = true);

/// <summary>What the pod's objects refer to.</summary>
public sealed record FusionObjectSetup
{
    /// <summary>Registered and enabled source systems; another is HZ_INVALID_ORIG_SYSTEM.</summary>
    public IReadOnlyList<string> SourceSystems { get; init; } = ["SYNTRA"];

    /// <summary>Value sets.</summary>
    public IReadOnlyList<FusionValueSet> ValueSets { get; init; } = [new("Cost Center")];

    /// <summary>Workers.</summary>
    public IReadOnlyList<FusionWorker> Workers { get; init; } = [];

    /// <summary>A worker that is asked for and not there is hired on this day, with assignment E&lt;person number&gt; and a profile; null hires nobody.</summary>
    public DateOnly? HireUnknownWorkersOn { get; init; }

    /// <summary>Departments that assignments may name; empty allows every name.</summary>
    public IReadOnlyList<string> Departments { get; init; } = [];

    /// <summary>Business units that may requisition.</summary>
    public IReadOnlyList<string> BusinessUnits { get; init; } = ["Hospital BU"];

    /// <summary>Asset books with the last day of their open period: an asset cannot be placed in service after it.</summary>
    public IReadOnlyDictionary<string, DateOnly> AssetBooks { get; init; } = new Dictionary<string, DateOnly>(StringComparer.Ordinal) { ["HOSPITAL CORP"] = new(2099, 12, 31) };

    /// <summary>Asset books whose additions somebody has to approve: PostMassAdditions leaves their rows where they are.</summary>
    public IReadOnlyList<string> AssetApprovals { get; init; } = [];
}
