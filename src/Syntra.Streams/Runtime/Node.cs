namespace Syntra.Streams.Runtime;

/// <summary>A node as it lives in one task.</summary>
internal abstract class Node
{
    public string Name { get; set; } = "";

    public IReadOnlyList<string> Stores { get; set; } = [];

    /// <summary>Records taken in; written by the task's thread only.</summary>
    public long Received { get; set; }

    protected TaskContext Context { get; private set; } = null!;

    protected StreamTask Task { get; private set; } = null!;

    public void Bind(StreamTask task, TaskContext context) => (Task, Context) = (task, context);

    public virtual void Init()
    {
    }

    public virtual void Close()
    {
    }

    /// <summary>Stream time moved; only called where a node before this one says so.</summary>
    public virtual void OnStreamTime()
    {
    }
}

/// <summary>A node that takes records in.</summary>
internal abstract class Node<TKey, TValue> : Node
{
    public abstract void Process(in Record<TKey, TValue> record);
}

/// <summary>A node that takes records in and sends records on. A hop is one virtual call; the record goes by reference.</summary>
internal abstract class Node<TKeyIn, TValueIn, TKeyOut, TValueOut> : Node<TKeyIn, TValueIn>
{
    private Node<TKeyOut, TValueOut>[] _children = [];

    public void Attach(Node<TKeyOut, TValueOut>[] children) => _children = children;

    protected void Forward(in Record<TKeyOut, TValueOut> record)
    {
        foreach (var child in _children)
        {
            Send(child, in record);
        }
    }

    protected void ForwardTo(in Record<TKeyOut, TValueOut> record, string childName)
    {
        var child = Array.Find(_children, c => c.Name == childName)
            ?? throw new InvalidOperationException($"Node {Name} has no child named {childName}.");
        Send(child, in record);
    }

    private void Send(Node<TKeyOut, TValueOut> child, in Record<TKeyOut, TValueOut> record)
    {
        child.Received++;
        try
        {
            child.Process(in record);
        }
        catch (Exception e) when (Context.Note(e, child.Name))
        {
            throw; // Never reached: the filter only notes which node failed, and leaves the catching to the task.
        }
    }
}
