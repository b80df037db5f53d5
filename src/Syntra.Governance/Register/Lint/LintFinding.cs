namespace Syntra.Governance.Register.Lint;

/// <summary>One thing wrong with a register, where, and what to do.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Line">From 1.</param>
/// <param name="Code">Stable code, PHI001 and up.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Cure">What to do.</param>
public sealed record LintFinding(string File, int Line, string Code, string Message, string Cure)
{
    /// <summary>As compilers write it.</summary>
    public override string ToString() => $"{File}:{Line}: {Code}: {Message} Cure: {Cure}";
}
