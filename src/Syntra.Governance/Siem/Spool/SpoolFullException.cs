namespace Syntra.Governance.Siem.Spool;

/// <summary>The spool holds as much as it may; the event is not taken, and what it is about must not go on.</summary>
public sealed class SpoolFullException : Exception
{
    /// <summary>Makes one.</summary>
    public SpoolFullException(string message)
        : base(message)
    {
    }
}
