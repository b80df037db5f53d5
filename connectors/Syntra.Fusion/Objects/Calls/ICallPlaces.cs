namespace Syntra.Fusion.Objects.Calls;

/// <summary>Places for calls beside the one that an attempt has: as many as Fusion takes at this moment. Thread-safe.</summary>
internal interface ICallPlaces
{
    /// <summary>Takes a place for one call, where there is one.</summary>
    /// <param name="at">When it was taken.</param>
    bool TryEnter(out DateTimeOffset at);

    /// <summary>Gives the place back.</summary>
    /// <param name="at">When it was taken.</param>
    /// <param name="result">What the call ended its instruction with; null where that goes on.</param>
    void Exit(DateTimeOffset at, ObjectResult? result);

    /// <summary>Gives a place back in which nothing was called.</summary>
    void Cancel();
}

/// <summary>None: what has no batch goes one after the other.</summary>
internal sealed class NoCallPlaces : ICallPlaces
{
    public static NoCallPlaces Instance { get; } = new();

    public bool TryEnter(out DateTimeOffset at)
    {
        at = default;
        return false;
    }

    public void Exit(DateTimeOffset at, ObjectResult? result)
    {
    }

    public void Cancel()
    {
    }
}
