using System.Diagnostics;
using System.Reflection;

namespace Syntra.Bench.Engine;

/// <summary>This assembly, run as a program of its own.</summary>
internal static class ChildProcess
{
    public static Process Start(params IReadOnlyList<string> arguments) => Start(new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    /// <summary>The same, with environment variables over this process's own.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments)
    {
        var dll = typeof(ChildProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };

        // Beside another program that uses it as a library, that program's settings run it.
        var own = Path.ChangeExtension(dll, null);
        var entry = Path.Combine(AppContext.BaseDirectory, Assembly.GetEntryAssembly()!.GetName().Name!);
        var runtime = File.Exists(own + ".runtimeconfig.json") && File.Exists(own + ".deps.json") ? own : entry;
        foreach (var argument in (IEnumerable<string>)["exec", "--runtimeconfig", runtime + ".runtimeconfig.json", "--depsfile", runtime + ".deps.json", dll, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The child process did not start.");
    }
}
