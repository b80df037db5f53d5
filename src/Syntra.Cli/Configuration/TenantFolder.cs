using Syntra.Topology.Workbook;

namespace Syntra.Cli.Configuration;

/// <summary>A tenant's folder on disk: tenant.yaml beside the workbook's tables.</summary>
internal static class TenantFolder
{
    /// <summary>Reads settings and workbook.</summary>
    /// <exception cref="CommandException">Something is wrong; the message holds every fault with file, line and cure.</exception>
    internal static (TenantConfiguration Configuration, CompiledWorkbook Workbook) Load(string directory)
    {
        RequireDirectory(directory);
        var (configuration, faults) = ReadSettings(directory);
        var result = WorkbookCompiler.Compile(ReadWorkbook(directory));
        var problems = faults.Concat(result.Errors.Select(AsProblem)).ToList();
        if (configuration is null || result.Workbook is null || problems.Count > 0)
        {
            throw new CommandException($"{directory} has faults:\n  " + string.Join("\n  ", problems));
        }
        if (WorkbookTrust.Refusal(directory, configuration.Workbook, result.Workbook) is { } refusal)
        {
            throw new CommandException($"{directory}: {refusal}");
        }
        return (configuration, result.Workbook);
    }

    /// <summary>The tiers; null where the folder has no tiers.yaml, so no objects are sent.</summary>
    /// <exception cref="CommandException">Something is wrong; the message holds every fault with line and cure.</exception>
    internal static TiersConfiguration? LoadTiers(string directory)
    {
        var (tiers, problems) = ReadTiers(directory);
        return problems.Count == 0 ? tiers : throw new CommandException($"{directory} has faults:\n  " + string.Join("\n  ", problems));
    }

    /// <summary>Every fault of the folder, settings first.</summary>
    internal static IReadOnlyList<ConfigurationProblem> Lint(string directory)
    {
        RequireDirectory(directory);
        return [.. ReadSettings(directory).Problems, .. ReadTiers(directory).Problems, .. SubscriptionsFolder.Lint(directory), .. SourcesFolder.Lint(directory), .. LintWorkbook(directory)];
    }

    /// <summary>Every fault of the workbook's tables.</summary>
    internal static IReadOnlyList<ConfigurationProblem> LintWorkbook(string directory)
    {
        RequireDirectory(directory);
        return [.. WorkbookCompiler.Compile(ReadWorkbook(directory)).Errors.Select(AsProblem)];
    }

    /// <summary>The workbook of a folder, whoever signed it.</summary>
    /// <exception cref="CommandException">It has faults; the message holds every one with file, line and cure.</exception>
    internal static CompiledWorkbook CompileWorkbook(string directory)
    {
        RequireDirectory(directory);
        var result = WorkbookCompiler.Compile(ReadWorkbook(directory));
        return result.Workbook ?? throw new CommandException($"{directory} has faults:\n  " + string.Join("\n  ", result.Errors.Select(AsProblem)));
    }

    /// <summary>The tables of the folder, unchecked.</summary>
    internal static IReadOnlyList<WorkbookFile> ReadWorkbook(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*.csv").Order(StringComparer.Ordinal).Select(path => new WorkbookFile(Path.GetFileName(path), File.ReadAllText(path)))];

    private static (TiersConfiguration? Tiers, IReadOnlyList<ConfigurationProblem> Problems) ReadTiers(string directory)
    {
        string path = Path.Combine(directory, TiersReader.FileName);
        return File.Exists(path) ? TiersReader.Read(File.ReadAllText(path)) : (null, []);
    }

    private static (TenantConfiguration? Configuration, IReadOnlyList<ConfigurationProblem> Problems) ReadSettings(string directory)
    {
        string path = Path.Combine(directory, TenantConfigurationReader.FileName);
        return File.Exists(path)
            ? TenantConfigurationReader.Read(File.ReadAllText(path))
            : (null, [new ConfigurationProblem(TenantConfigurationReader.FileName, 0, "The file is missing", "Copy topology/workbook/tenant.yaml and change it")]);
    }

    private static void RequireDirectory(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new CommandException($"there is no folder {directory}");
        }
    }

    private static ConfigurationProblem AsProblem(LintError error) => new(error.File, error.Line, error.What.TrimEnd('.'), error.Cure);
}
