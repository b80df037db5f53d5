namespace Syntra.Sandbox.Cerner;

/// <summary>Where the simulated Millennium database lives and what its clock says.</summary>
public sealed record CernerSandboxOptions
{
    /// <summary>Path of the SQLite file; created when it is not there.</summary>
    public required string DatabaseFile { get; init; }

    /// <summary>
    /// SQL expression that yields the database's "now" as text, <c>yyyy-MM-dd HH:mm:ss</c> UTC. Every UPDT_DT_TM comes from it,
    /// as in Millennium, where the database stamps rows and the worker's clock is of no account.
    /// </summary>
    public string ClockSql { get; init; } = "datetime('now')";
}
