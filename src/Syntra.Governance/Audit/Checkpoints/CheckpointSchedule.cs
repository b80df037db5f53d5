using Syntra.Governance.Audit.Log;

namespace Syntra.Governance.Audit.Checkpoints;

/// <summary>Signs a checkpoint at every interval, also when nothing was appended: silence is proven too.</summary>
public sealed class CheckpointSchedule
{
    private readonly AuditLog _log;
    private readonly CheckpointSigner _signer;
    private readonly ICheckpointStore _store;
    private readonly TimeProvider _time;

    /// <summary>For one chain.</summary>
    public CheckpointSchedule(AuditLog log, CheckpointSigner signer, ICheckpointStore store, TimeProvider time) =>
        (_log, _signer, _store, _time) = (log, signer, store, time);

    /// <summary>Runs until cancelled; the first checkpoint is at once. A store that fails is tried again at the next interval and reported to the caller's handler.</summary>
    public async Task RunAsync(TimeSpan interval, Action<Exception> failed, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(interval, _time);
        try
        {
            do
            {
                try
                {
                    _log.Checkpoint(_signer, _store, _time);
                }
                catch (IOException e)
                {
                    failed(e);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }
}
