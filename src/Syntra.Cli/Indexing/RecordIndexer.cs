using Microsoft.Extensions.Logging;
using Syntra.Cli.Operating;

namespace Syntra.Cli.Indexing;

/// <summary>Keeps the index of a running instance up to date, so that a question never waits for it. The charge flow does without it: what fails here is tried again.</summary>
internal sealed class RecordIndexer(string folder, IReadOnlyList<IndexedTopic> topics, string bootstrapServers, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Runs until it is cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await FollowAsync(cancellation).ConfigureAwait(false);
            }
            // The boundary of a convenience: whatever happens to the index, the charges go on.
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "The record index could not be brought up to date; it is tried again");
            }
            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        using var scan = new LogScan(bootstrapServers, log);
        using var index = RecordIndex.Open(folder, writable: true, topics, scan.ClusterId());
        if (index.Anew is { } reason)
        {
            log.LogWarning("{Reason}; it is made anew", reason);
        }
        while (true)
        {
            index.CatchUp(scan, cancellation);
            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
    }
}
