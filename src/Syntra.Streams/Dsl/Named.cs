namespace Syntra.Streams.Dsl;

/// <summary>A name for a node of the topology.</summary>
public sealed record Named
{
    private Named(string name)
    {
        Naming.Check(name);
        Name = name;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Names a node.</summary>
    public static Named As(string name) => new(name);
}
