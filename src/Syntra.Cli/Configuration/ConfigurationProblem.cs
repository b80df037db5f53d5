namespace Syntra.Cli.Configuration;

/// <summary>One fault in a tenant's folder: where it is, what is wrong and how to cure it.</summary>
internal sealed record ConfigurationProblem(string File, int Line, string Problem, string Cure)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}: {Problem}. {Cure}";
}
