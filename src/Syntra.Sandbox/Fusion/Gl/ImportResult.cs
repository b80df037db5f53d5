namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>Which rows an import takes.</summary>
/// <param name="Ledger">Ledger of argument 3.</param>
/// <param name="SourceName">Display name behind argument 2, null when there is no source with that key.</param>
/// <param name="SourceArgument">Argument 2 as given.</param>
/// <param name="Group">Argument 4: a group id, "ALL", or "" for rows without a group.</param>
internal sealed record ImportSelection(Ledger Ledger, string? SourceName, string SourceArgument, string Group);

/// <summary>A row with codes; errors keep the group out, warnings do not.</summary>
internal sealed record RowFinding(int Line, InterfaceRow Row, IReadOnlyList<(string Code, string Text)> Codes);

/// <summary>What an import did.</summary>
internal sealed class ImportResult
{
    public int RowsRead { get; set; }

    /// <summary>All rows of refused groups, those without a code of their own included.</summary>
    public int RowsRejected { get; set; }

    public List<string> Batches { get; } = [];

    public List<RowFinding> Errors { get; } = [];

    public List<RowFinding> Warnings { get; } = [];
}
