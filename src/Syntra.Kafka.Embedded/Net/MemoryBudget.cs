namespace Syntra.Kafka.Embedded.Net;

/// <summary>Bounds what all connections together hold in request buffers; whoever needs more waits its turn.</summary>
internal sealed class MemoryBudget(long limit)
{
    private readonly Lock gate = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Granted)> waiting = [];
    private long used;
    private long highest;

    public long Used
    {
        get
        {
            lock (gate)
            {
                return used;
            }
        }
    }

    /// <summary>The most that was held at any moment.</summary>
    public long Highest
    {
        get
        {
            lock (gate)
            {
                return highest;
            }
        }
    }

    /// <summary>How many connections wait for room.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    public async ValueTask AcquireAsync(long bytes, CancellationToken cancellationToken)
    {
        TaskCompletionSource granted;
        lock (gate)
        {
            if (waiting.Count == 0 && (used + bytes <= limit || used == 0))
            {
                Take(bytes);
                return;
            }

            granted = new(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue((bytes, granted));
        }

        await using var registration = cancellationToken.Register(() => granted.TrySetCanceled(cancellationToken));
        await granted.Task;
    }

    public void Release(long bytes)
    {
        lock (gate)
        {
            used -= bytes;
            while (waiting.TryPeek(out var next) && (next.Granted.Task.IsCanceled || used + next.Bytes <= limit || used == 0))
            {
                waiting.Dequeue();
                Take(next.Granted.TrySetResult() ? next.Bytes : 0);
            }
        }
    }

    private void Take(long bytes)
    {
        used += bytes;
        highest = Math.Max(highest, used);
    }
}
