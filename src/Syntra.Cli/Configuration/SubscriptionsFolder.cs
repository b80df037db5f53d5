using Syntra.Cerner.Events.Configuration;

namespace Syntra.Cli.Configuration;

/// <summary>subscriptions.yaml of a tenant's folder; a tenant without webhooks has none.</summary>
internal static class SubscriptionsFolder
{
    /// <summary>The settings.</summary>
    /// <exception cref="CommandException">The file is missing or has faults.</exception>
    internal static SubscriptionsSettings Load(string directory)
    {
        string path = Path.Combine(directory, SubscriptionsReader.FileName);
        if (!File.Exists(path))
        {
            throw new CommandException($"{path} is missing. docs/webhooks/receiver.md shows one to begin with.");
        }
        var (settings, faults) = SubscriptionsReader.Read(File.ReadAllText(path));
        return settings ?? throw new CommandException($"{path} has faults:\n  " + string.Join("\n  ", faults.Select(AsProblem)));
    }

    /// <summary>Every fault of the file; none where there is no file.</summary>
    internal static IReadOnlyList<ConfigurationProblem> Lint(string directory)
    {
        string path = Path.Combine(directory, SubscriptionsReader.FileName);
        return File.Exists(path) ? [.. SubscriptionsReader.Read(File.ReadAllText(path)).Faults.Select(AsProblem)] : [];
    }

    private static ConfigurationProblem AsProblem(SubscriptionsFault fault) => new(SubscriptionsReader.FileName, fault.Line, fault.Problem, fault.Cure);
}
