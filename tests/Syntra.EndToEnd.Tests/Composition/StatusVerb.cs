using System.Diagnostics;
using System.Text.Json;

namespace Syntra.EndToEnd.Tests.Composition;

/// <summary><c>./syntra status</c> as an operator types it, and what it prints read back.</summary>
internal static class StatusVerb
{
    /// <summary>The columns of the table, in their order, with where each ends (or begins: the first two and the last).</summary>
    internal static readonly string[] Columns = ["domain", "tier", "bound s", "lag s", "lag $", "left s", "p99 ms", "open", "parked", "held", "dead", "last event / acknowledged"];

    /// <summary>Runs the script of the repository; its first stdout, stderr and exit code.</summary>
    internal static async Task<(int ExitCode, string Output, string Talk)> RunAsync(string state, params IEnumerable<string> more)
    {
        var start = new ProcessStartInfo(Script()) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["status", "--dir", state, .. more])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (output, talk) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await talk);
    }

    /// <summary>The JSON object.</summary>
    internal static async Task<JsonElement> JsonAsync(string state) => JsonDocument.Parse((await RunAsync(state, "--json")).Output).RootElement;

    /// <summary>The table's rows by domain, each with its cells by column; and the lines after it.</summary>
    internal static (IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Rows, IReadOnlyList<string> Next) Table(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("tenant lakeside, ", lines[0], StringComparison.Ordinal);
        string heads = lines[1];
        int from = 0;
        foreach (string column in Columns)
        {
            from = heads.IndexOf(column, from, StringComparison.Ordinal);
            Assert.True(from >= 0, $"no column '{column}' in: {heads}");
            from += column.Length;
        }

        var rows = lines.Skip(2).TakeWhile(l => !l.StartsWith("next: ", StringComparison.Ordinal)).Select(Row).ToDictionary(r => r["domain"], StringComparer.Ordinal);
        return (rows, [.. lines.Skip(2 + rows.Count).Select(l => l["next: ".Length..])]);
    }

    private static IReadOnlyDictionary<string, string> Row(string line)
    {
        string[] cells = line.Split(' ', Columns.Length, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Columns.Length, cells.Length);
        return Columns.Zip(cells).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Syntra.Streams.sln")))
            {
                return Path.Combine(folder.FullName, "syntra");
            }
        }

        throw new InvalidOperationException("the tests do not run below the repository");
    }
}
