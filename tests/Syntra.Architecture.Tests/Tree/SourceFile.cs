namespace Syntra.Architecture.Tests.Tree;

/// <summary>One text file of the repository. <c>Path</c> is relative to the root, with forward slashes.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>Lines without their line feeds; a final line feed ends the last line and starts none.</summary>
    public IReadOnlyList<string> Lines { get; } = (Text.EndsWith('\n') ? Text[..^1] : Text).Split('\n');

    public bool Is(params ReadOnlySpan<string> extensions)
    {
        foreach (var extension in extensions)
        {
            if (Path.EndsWith(extension, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public bool Under(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);
}
