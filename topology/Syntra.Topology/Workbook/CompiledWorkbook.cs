using Syntra.Contracts;

namespace Syntra.Topology.Workbook;

/// <summary>A workbook without errors, ready to be published.</summary>
/// <param name="Version">SHA-256 of its content, 64 hex digits; comments, row order, spacing and line endings do not change it.</param>
/// <param name="Entries">One entry for each table and code, in a stable order.</param>
public sealed record CompiledWorkbook(string Version, IReadOnlyList<CrosswalkEntry> Entries);

/// <summary>What became of the files: a workbook, or the errors that prevent one.</summary>
/// <param name="Workbook">Null when there are errors.</param>
/// <param name="Errors">All errors found, by file and line.</param>
public sealed record WorkbookResult(CompiledWorkbook? Workbook, IReadOnlyList<LintError> Errors);
