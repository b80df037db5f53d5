namespace Syntra.Governance.Sealing;

/// <summary>An envelope does not open: altered, cut, of an unknown version, or moved from where it belongs. Holds no payload.</summary>
public sealed class SealException : Exception
{
    /// <summary>Makes one.</summary>
    public SealException(string message)
        : base(message)
    {
    }
}
