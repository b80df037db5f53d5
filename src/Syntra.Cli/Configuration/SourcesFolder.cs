using Syntra.Cerner.Fhir.Configuration;

namespace Syntra.Cli.Configuration;

/// <summary>sources.yaml of a tenant's folder; a tenant that polls nothing beside its database has none.</summary>
internal static class SourcesFolder
{
    /// <summary>The settings; null where there is no file.</summary>
    /// <exception cref="CommandException">The file has faults.</exception>
    internal static SourcesSettings? Load(string directory)
    {
        string path = Path.Combine(directory, SourcesReader.FileName);
        if (!File.Exists(path))
        {
            return null;
        }
        var (settings, _) = SourcesReader.Read(File.ReadAllText(path));
        return settings ?? throw new CommandException($"{path} has faults:\n  " + string.Join("\n  ", Lint(directory)));
    }

    /// <summary>Every fault of the file; none where there is no file.</summary>
    internal static IReadOnlyList<ConfigurationProblem> Lint(string directory)
    {
        string path = Path.Combine(directory, SourcesReader.FileName);
        return File.Exists(path)
            ? [.. SourcesReader.Read(File.ReadAllText(path)).Faults.Select(f => new ConfigurationProblem(SourcesReader.FileName, f.Line, f.Problem, f.Cure))]
            : [];
    }
}
