using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Syntra.EndToEnd.Tests;

/// <summary>The real program in a process of its own, so that it can be killed like a machine loses power.</summary>
internal sealed class DemoProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task talking;
    private readonly StringBuilder talk = new();

    private DemoProcess(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        talking = ListenAsync();
    }

    private string Talk
    {
        get
        {
            lock (talk)
            {
                return talk.ToString();
            }
        }
    }

    internal static DemoProcess Start(params IEnumerable<string> arguments) => new(SyntraProcess.Start(["demo", "--json", .. arguments]));

    /// <summary>Runs to the end and returns the JSON object of its stdout.</summary>
    internal static async Task<DemoOutcome> RunAsync(params IEnumerable<string> arguments)
    {
        using var demo = Start(arguments);
        return await demo.EndAsync();
    }

    /// <summary>Awaits the end; a demo that hangs is killed and fails the test with what it said.</summary>
    internal async Task<DemoOutcome> EndAsync(bool expectJson = true)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("the demo did not end in time; it said:\n" + Talk);
        }
        await talking;
        string json = await output;
        Assert.True(!expectJson || json.TrimStart().StartsWith('{'), $"exit code {process.ExitCode}, no JSON on stdout; it said:\n{Talk}");
        return new DemoOutcome(process.ExitCode, expectJson ? JsonDocument.Parse(json).RootElement : default, json, Talk);
    }

    /// <summary>Waits until the demo has said this on stderr.</summary>
    internal Task UntilSaidAsync(string text) => UntilAsync(talk => talk.Contains(text, StringComparison.Ordinal), text);

    /// <summary>Waits until the demo has told of charges that Fusion has not answered yet.</summary>
    internal Task UntilInFlightAsync() => UntilAsync(talk => talk.Split("in flight ").Skip(1).Any(rest => rest[0] is >= '1' and <= '9'), "in flight 1 or more");

    private async Task UntilAsync(Func<string, bool> said, string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!said(Talk))
        {
            Assert.False(process.HasExited || limit.IsCancellationRequested, $"it never said '{text}' but:\n{Talk}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Kills the process with SIGKILL once it has written so much into a folder, unless it has ended before; says whether it was killed.</summary>
    internal async Task<bool> KillAfterWritingAsync(string folder, long bytes)
    {
        using var limit = new CancellationTokenSource(Patience);
        long begun = TemporaryFolder.Size(folder);
        while (!process.HasExited && TemporaryFolder.Size(folder) < begun + bytes)
        {
            Assert.False(limit.IsCancellationRequested, $"it never wrote {bytes} bytes but said:\n{Talk}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
        return await KillAsync();
    }

    /// <summary>Kills the process with SIGKILL; says whether that ended it.</summary>
    internal async Task<bool> KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        return process.ExitCode == 128 + 9;
    }

    private async Task ListenAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lock (talk)
            {
                talk.Append(line).Append('\n');
            }
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
        process.Dispose();
    }
}

/// <summary>How a demo ended: its exit code, the JSON object of its stdout, stdout as it was, and stderr.</summary>
internal sealed record DemoOutcome(int ExitCode, JsonElement Result, string Output, string Talk)
{
    internal long Count(string name) => Result.GetProperty(name).GetInt64();

    internal string Amount(string name) => Result.GetProperty(name).GetString()!;
}
