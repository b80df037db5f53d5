namespace Syntra.Cli.Commands;

/// <summary>Waiting for Ctrl-C.</summary>
internal static class Shutdown
{
    /// <summary>Returns when the token is cancelled.</summary>
    internal static async Task WaitAsync(CancellationToken cancellation)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(stopped.SetResult);
        await stopped.Task.ConfigureAwait(false);
    }
}
