using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Objects.Limits;

namespace Syntra.Fusion.Objects.Delivery;

/// <summary>How object instructions are brought to Fusion.</summary>
public sealed record ObjectDeliveryOptions
{
    /// <summary>Topics of the tenant.</summary>
    public required TopicNames Topics { get; init; }

    /// <summary>Kafka, host:port list.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Consumer group that the input offsets are committed for.</summary>
    public string GroupId { get; init; } = "syntra-fusion-object";

    /// <summary>Identity of the one active instance: a second one with the same id fences the first. Null = <see cref="GroupId"/> with the tenant in front.</summary>
    public string? TransactionalId { get; init; }

    /// <summary>Calls at the same time, for each kind of object by itself.</summary>
    public AdaptiveLimitOptions Limit { get; init; } = new();

    /// <summary>Instructions of one kind that are read and have no receipt yet, at most; beyond that the kind's topic waits in Kafka.</summary>
    public int MaximumBuffered { get; init; } = 100_000;

    /// <summary>How long what is next of a kind must have waited to count as a backlog; then every second place goes to what came last.</summary>
    public TimeSpan Fresh { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a batch of a backlog should take; fewer objects travel together where it takes longer. New events travel along or wait behind it, so it is a tenth of their bound.</summary>
    public TimeSpan BatchTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>First pause of one object after trouble of its own; doubles up to <see cref="MaximumBackOff"/>, with jitter. A longer Retry-After is honoured.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause of our own choice.</summary>
    public TimeSpan MaximumBackOff { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After this long without a certain answer an instruction's receipt says UNKNOWN. Oracle advises up to 8 hours (maintenance).</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromHours(8);

    /// <summary>While Fusion refuses our sign-in or role: between two tries.</summary>
    public TimeSpan PauseProbe { get; init; } = TimeSpan.FromSeconds(5);

    internal DeliveryKafka Kafka => new(BootstrapServers, GroupId, TransactionalId ?? $"{Topics.Tenant}-{GroupId}");

    /// <summary>Checks the options against each other.</summary>
    /// <exception cref="ArgumentException">Names the option and the cure.</exception>
    public void Validate()
    {
        Require(BootstrapServers.Length > 0, nameof(BootstrapServers), "host:port");
        Require(MaximumBuffered is > 0 and <= 10_000_000, nameof(MaximumBuffered), "1 to 10000000");
        Require(BackOff > TimeSpan.Zero && PauseProbe > TimeSpan.Zero && Fresh > TimeSpan.Zero && BatchTime > TimeSpan.Zero, "intervals", "longer than zero");
        Require(MaximumBackOff >= BackOff, nameof(MaximumBackOff), "at least BackOff");
        Require(RetryFor > TimeSpan.Zero, nameof(RetryFor), "longer than zero");
        Limit.Validate();
    }

    private static void Require(bool condition, string option, string cure)
    {
        if (!condition)
        {
            throw new ArgumentException($"Object delivery option {option} must be {cure}.");
        }
    }
}
