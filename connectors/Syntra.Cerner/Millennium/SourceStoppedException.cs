namespace Syntra.Cerner.Millennium;

/// <summary>The source has stopped for good; the message says why and what to do, and holds no value of the data.</summary>
public sealed class SourceStoppedException : Exception
{
    /// <summary>Creates the exception without a reason.</summary>
    public SourceStoppedException()
    {
    }

    /// <summary>Creates the exception with the reason.</summary>
    public SourceStoppedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the reason and its cause.</summary>
    public SourceStoppedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal SourceStoppedException(string message, bool fenced, Exception inner)
        : base(message, inner) => Fenced = fenced;

    /// <summary>Whether another instance has taken over, which needs no cure.</summary>
    public bool Fenced { get; }
}
