using Syntra.Contracts;

namespace Syntra.Cli.Realtime;

/// <summary>Sums over the charges of one partition. Not thread-safe.</summary>
internal sealed class ChargeSums
{
    private readonly SortedDictionary<DateTimeOffset, int> inFlight = [];

    internal long InFlight { get; private set; }

    internal long Parked { get; private set; }

    internal long Held { get; private set; }

    internal long DeadLettered { get; private set; }

    internal long Received { get; private set; }

    internal long Applied { get; private set; }

    internal long ZeroDelta { get; private set; }

    internal long Stale { get; private set; }

    /// <summary>Versions under way or waiting.</summary>
    internal long Open { get; private set; }

    /// <summary>What open versions would move, without sign: the amount due less what stands.</summary>
    internal decimal OpenAmount { get; private set; }

    /// <summary>When the oldest version in flight came about in the source.</summary>
    internal DateTimeOffset? Oldest
    {
        get
        {
            foreach (var at in inFlight.Keys)
            {
                return at;
            }

            return null;
        }
    }

    internal static ChargeSums Over(IEnumerable<ChargeSums> partitions)
    {
        var sum = new ChargeSums();
        foreach (var one in partitions)
        {
            sum.InFlight += one.InFlight;
            sum.Parked += one.Parked;
            sum.Held += one.Held;
            sum.DeadLettered += one.DeadLettered;
            sum.Received += one.Received;
            sum.Applied += one.Applied;
            sum.ZeroDelta += one.ZeroDelta;
            sum.Stale += one.Stale;
            sum.Open += one.Open;
            sum.OpenAmount += one.OpenAmount;
            if (one.Oldest is { } oldest)
            {
                sum.inFlight[oldest] = 1;
            }
        }

        return sum;
    }

    internal void Add(PostedCharge charge, int sign)
    {
        InFlight += charge.Status == ChargeStatus.InFlight ? sign : 0;
        Parked += charge.Status == ChargeStatus.Parked ? sign : 0;
        Held += charge.Status == ChargeStatus.Held ? sign : 0;
        DeadLettered += sign * charge.DeadLettered;
        Received += sign * charge.Received;
        Applied += sign * charge.Applied;
        ZeroDelta += sign * charge.ZeroDelta;
        Stale += sign * charge.Stale;
        Open += sign * ((charge.Current is null ? 0 : 1) + charge.Waiting.Count);
        if (charge.Current is null)
        {
            return;
        }

        OpenAmount += sign * Math.Abs(charge.Amount - charge.Effects.Sum(e => e.Amount));
        if (charge.Status == ChargeStatus.InFlight)
        {
            Count(charge.Current.Charge.UpdatedAt, sign);
        }
    }

    private void Count(DateTimeOffset at, int sign)
    {
        int left = inFlight.GetValueOrDefault(at) + sign;
        if (left > 0)
        {
            inFlight[at] = left;
        }
        else
        {
            inFlight.Remove(at);
        }
    }
}
