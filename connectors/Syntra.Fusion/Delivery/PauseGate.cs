namespace Syntra.Fusion.Delivery;

/// <summary>
/// Holds all batches while Fusion refuses our sign-in or role. One batch at a time goes through as a probe; the first call
/// that Fusion answers again opens the gate for all.
/// </summary>
internal sealed class PauseGate(TimeProvider time, TimeSpan probeEvery)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _opened;
    private bool _probing;

    public string? Reason { get; private set; }

    public async Task EnterAsync(CancellationToken ct)
    {
        while (true)
        {
            Task opened;
            lock (_lock)
            {
                if (_opened is null)
                {
                    return;
                }

                opened = _opened.Task;
                if (!_probing)
                {
                    _probing = true;
                    break;
                }
            }

            // Woken by the opening, or to see whether the probe's place is free.
            await Task.WhenAny(opened, Task.Delay(probeEvery, time, ct));
            ct.ThrowIfCancellationRequested();
        }

        await Task.Delay(probeEvery, time, ct);
    }

    public void Close(string reason)
    {
        lock (_lock)
        {
            Reason = reason;
            _opened ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _probing = false;
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _opened?.TrySetResult();
            _opened = null;
            _probing = false;
            Reason = null;
        }
    }

    /// <summary>The probe ended without an answer either way (Fusion gone, for example): another may try.</summary>
    public void Yield()
    {
        lock (_lock)
        {
            _probing = false;
        }
    }
}
