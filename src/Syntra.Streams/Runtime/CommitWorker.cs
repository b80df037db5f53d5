using System.Runtime.ExceptionServices;

namespace Syntra.Streams.Runtime;

/// <summary>One commit, done in the background.</summary>
internal sealed class CommitJob(Action<CommitJob> work) : IDisposable
{
    private readonly ManualResetEventSlim _done = new();
    private volatile bool _flushed;
    private ExceptionDispatchInfo? _failure;

    public bool IsDone => _done.IsSet;

    /// <summary>True once every record of the transaction is acknowledged.</summary>
    public bool Flushed
    {
        get => _flushed;
        set => _flushed = value;
    }

    public void Run()
    {
        try
        {
            work(this);
        }
        catch (Exception e) when (Keep(e))
        {
            // Not swallowed: the stream thread gets it from ThrowIfFailed.
        }
        finally
        {
            _done.Set();
        }
    }

    public void Wait() => _done.Wait();

    public void WaitFlushed()
    {
        // Acknowledgement takes one round trip; a spin then short waits keep the thread from a kernel wait per commit.
        SpinWait.SpinUntil(() => _flushed || _done.IsSet);
    }

    public void ThrowIfFailed() => _failure?.Throw();

    public void Dispose() => _done.Dispose();

    private bool Keep(Exception e)
    {
        _failure = ExceptionDispatchInfo.Capture(e);
        return true;
    }
}

/// <summary>A thread that does one stream thread's commits, one after the other.</summary>
internal sealed class CommitWorker : IDisposable
{
    private readonly SemaphoreSlim _work = new(0);
    private readonly Thread _thread;
    private CommitJob? _next;
    private volatile bool _stop;

    public CommitWorker(string name)
    {
        _thread = new Thread(Loop) { IsBackground = true, Name = name };
        _thread.Start();
    }

    public void Run(CommitJob job)
    {
        _next = job;
        _work.Release();
    }

    public void Dispose()
    {
        _stop = true;
        _work.Release();
        _thread.Join();
        _work.Dispose();
    }

    private void Loop()
    {
        while (true)
        {
            _work.Wait();
            if (_stop)
            {
                return;
            }

            _next!.Run();
        }
    }
}
