namespace Syntra.Sandbox.Fusion.Control;

/// <summary>The live faults as last read. Forgotten after each change; faults of jobs may count down meanwhile without harm.</summary>
internal sealed class FaultCache
{
    private List<(long Id, FaultKind Kind, Fault Fault)>? _live;
    private int _changes;

    public List<(long Id, FaultKind Kind, Fault Fault)> Get(Func<List<(long Id, FaultKind Kind, Fault Fault)>> read)
    {
        if (Volatile.Read(ref _live) is { } live)
        {
            return live;
        }

        var before = Volatile.Read(ref _changes);
        live = read();
        if (Volatile.Read(ref _changes) == before)
        {
            Volatile.Write(ref _live, live);
        }

        return live;
    }

    public void Forget()
    {
        Interlocked.Increment(ref _changes);
        Volatile.Write(ref _live, null);
    }
}
