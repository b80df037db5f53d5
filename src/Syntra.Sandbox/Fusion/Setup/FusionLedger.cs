namespace Syntra.Sandbox.Fusion.Setup;

/// <summary>A ledger as Journal Import sees it.</summary>
/// <param name="Id">GL_LEDGERS.LEDGER_ID.</param>
/// <param name="Name">Ledger name, the alternative to the id in column 92 of the interface file.</param>
/// <param name="Currency">ISO 4217 ledger currency.</param>
/// <param name="Segments">Segment names of the chart of accounts in order; the first is the balancing segment.</param>
/// <param name="DataAccessSetId">Data access set that gives write access to this ledger; argument 1 of the import job.</param>
/// <param name="Calendar">Name of its accounting calendar.</param>
public sealed record FusionLedger(
    long Id, string Name, string Currency, IReadOnlyList<string> Segments, long DataAccessSetId, string Calendar)
{
    /// <summary>Whether unbalanced journals are taken and balanced against <see cref="SuspenseAccount"/> at posting.</summary>
    public bool AllowSuspense { get; init; }

    /// <summary>Full account combination (segments joined by "-") that takes the difference; its first segment is replaced by the journal's.</summary>
    public string? SuspenseAccount { get; init; }
}
