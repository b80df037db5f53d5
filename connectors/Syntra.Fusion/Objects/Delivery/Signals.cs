using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Objects.Limits;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Delivery;

/// <summary>What the results of one call say about the pod as a whole.</summary>
internal static class Signals
{
    public static (LimitSignal Signal, TimeSpan? RetryAfter) Of(IReadOnlyList<ObjectResult> results)
    {
        var troubles = results.OfType<ObjectResult.Again>().Select(a => a.Cause).ToList();
        if (troubles.Count == 0)
        {
            return (LimitSignal.Answered, null);
        }

        var worst = troubles.Max(Of);
        return (worst, troubles.Where(t => Of(t) == worst).Max(t => t.RetryAfter));
    }

    /// <summary>What one call's trouble says.</summary>
    public static LimitSignal Of(FusionException trouble) => trouble switch
    {
        { Status: { } status } when (int)status == 429 => LimitSignal.Throttled,
        { Status: { } status } when (int)status == 503 => LimitSignal.Down,
        { Status: { } status } when (int)status is 409 or 412 => LimitSignal.Answered,

        // Refused connection: nobody is there. A call that only ran out of its own time may be one slow object.
        { Status: null, Kind: FusionErrorKind.Retriable, InnerException: HttpRequestException } => LimitSignal.Down,
        _ => LimitSignal.Slow,
    };
}
