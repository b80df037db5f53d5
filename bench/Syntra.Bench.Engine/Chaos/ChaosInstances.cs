using System.Diagnostics;

namespace Syntra.Bench.Engine.Chaos;

/// <summary>The instances of a run, each in its own process and folder; killed and started at random, seeded.</summary>
internal sealed class ChaosInstances(int count, int seed, Func<string, Process> start, Action<string> say) : IAsyncDisposable
{
    private readonly Process?[] _processes = new Process?[count];
    private readonly string[] _folders = [.. Enumerable.Range(0, count).Select(i => Directory.CreateTempSubdirectory($"syntra-chaos-{i}-").FullName)];
    private readonly Random _random = new(seed);

    public int Kills { get; private set; }

    public int Stops { get; private set; }

    public int Starts { get; private set; }

    /// <summary>Starts whatever does not run.</summary>
    public void StartAll()
    {
        for (var i = 0; i < count; i++)
        {
            if (_processes[i] is null or { HasExited: true })
            {
                Start(i);
            }
        }
    }

    /// <summary>Does one thing to one instance: starts it when it is down, else kills it (two times of three) or asks it to stop.</summary>
    public async Task DisturbAsync()
    {
        var i = _random.Next(count);
        if (_processes[i] is not { HasExited: false } process)
        {
            Start(i);
        }
        else if (_random.Next(3) > 0)
        {
            say($"kill -9 instance {i}");
            process.Kill();
            await process.WaitForExitAsync();
            Kills++;
        }
        else
        {
            say($"stop instance {i}");
            process.StandardInput.Close();
            Stops++;
        }
    }

    public TimeSpan NextPause() => TimeSpan.FromMilliseconds(_random.Next(200, 1_500));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.OfType<Process>())
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        foreach (var folder in _folders)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Start(int i)
    {
        // One that was asked to stop may still hold its folder: its successor is started once it is gone.
        _processes[i]?.WaitForExit();
        say($"start instance {i}");
        _processes[i] = start(_folders[i]);
        Starts++;
    }
}
