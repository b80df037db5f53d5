namespace Syntra.Topology.Objects.Domains;

/// <summary>How soon a domain's versions leave for Fusion.</summary>
public enum Tier
{
    /// <summary>At once.</summary>
    Realtime,

    /// <summary>At the end of each quarter of an hour.</summary>
    QuarterHour,

    /// <summary>At the end of each day, UTC.</summary>
    Daily,

    /// <summary>At the end of each month, UTC.</summary>
    Monthly,
}

/// <summary>The windows of the tiers.</summary>
public static class Tiers
{
    private const int QuarterMinutes = 15;

    /// <summary>How tiers.yaml writes them.</summary>
    public static IReadOnlyDictionary<string, Tier> Names { get; } = new Dictionary<string, Tier>(StringComparer.Ordinal)
    {
        ["realtime"] = Tier.Realtime, ["15min"] = Tier.QuarterHour, ["daily"] = Tier.Daily, ["monthly"] = Tier.Monthly,
    };

    /// <summary>As tiers.yaml writes it.</summary>
    public static string Name(this Tier tier) => Names.First(t => t.Value == tier).Key;

    /// <summary>The longest that a version waits for its window.</summary>
    public static TimeSpan LongestWait(this Tier tier) => tier switch
    {
        Tier.Realtime => TimeSpan.Zero,
        Tier.QuarterHour => TimeSpan.FromMinutes(QuarterMinutes),
        Tier.Daily => TimeSpan.FromDays(1),
        _ => TimeSpan.FromDays(31),
    };

    /// <summary>When the window that <paramref name="now"/> lies in ends; null where versions leave at once.</summary>
    public static DateTimeOffset? WindowEnd(this Tier tier, DateTimeOffset now)
    {
        var utc = now.ToUniversalTime();
        var day = new DateTimeOffset(utc.Date, TimeSpan.Zero);
        return tier switch
        {
            Tier.Realtime => null,
            Tier.QuarterHour => day.AddMinutes(((int)utc.TimeOfDay.TotalMinutes / QuarterMinutes + 1) * QuarterMinutes),
            Tier.Daily => day.AddDays(1),
            _ => new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1),
        };
    }
}
