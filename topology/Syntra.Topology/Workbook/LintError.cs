namespace Syntra.Topology.Workbook;

/// <summary>One thing wrong in the workbook, with its place and its cure.</summary>
/// <param name="File">File name.</param>
/// <param name="Line">Line, from 1; 0 where the file itself is missing.</param>
/// <param name="What">What is wrong, in a sentence.</param>
/// <param name="Cure">What to do about it, in a sentence.</param>
public sealed record LintError(string File, int Line, string What, string Cure)
{
    /// <summary>The error on one line: <c>file:line: what cure</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {What} {Cure}";
}
