using Syntra.Contracts;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Delivery;

/// <summary>How journal instructions are batched and brought to Fusion.</summary>
public sealed record JournalDeliveryOptions
{
    /// <summary>Topics of the tenant.</summary>
    public required TopicNames Topics { get; init; }

    /// <summary>Kafka, host:port list.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Settings of a ledger by name; null where there are none yet, which holds its batches.</summary>
    public required Func<string, LedgerSettings?> Ledgers { get; init; }

    /// <summary>Consumer group that the input offsets are committed for.</summary>
    public string GroupId { get; init; } = "syntra-fusion-journal";

    /// <summary>Identity of the one active instance: a second one with the same id fences the first. Null = <see cref="GroupId"/> with the tenant in front.</summary>
    public string? TransactionalId { get; init; }

    /// <summary>Most instructions of a batch: small enough that one bad line does not hold back a hospital.</summary>
    public int MaximumInstructions { get; init; } = 100;

    /// <summary>
    /// Whether each accounting period of a facility has batches of its own, so that a period that closes holds back no other. False puts the
    /// periods of a facility together: fewer and larger batches, for a load of history over many periods.
    /// </summary>
    public bool SplitByPeriod { get; init; } = true;

    /// <summary>Most bytes of instructions in a batch; below the broker's message size limit.</summary>
    public int MaximumBatchBytes { get; init; } = 700_000;

    /// <summary>Longest wait for more instructions.</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Batches worked on at the same time.</summary>
    public int MaximumInFlight { get; init; } = 8;

    /// <summary>Instructions read but not sealed yet, at most.</summary>
    public int MaximumBuffered { get; init; } = 10_000;

    /// <summary>Between two looks at a running job.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A job that has not ended after this is unknown: looked at more rarely, shown as held, never given up.</summary>
    public TimeSpan PollTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>First pause after trouble; doubles up to <see cref="MaximumBackOff"/>. A longer Retry-After is honoured.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause of our own choice, also between looks at a held batch.</summary>
    public TimeSpan MaximumBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>While Fusion refuses our sign-in or role: between two tries.</summary>
    public TimeSpan PauseProbe { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether imported batches are posted by us. Balances move only with posting.</summary>
    public bool Post { get; init; } = true;

    /// <summary>Arguments of AutomaticPosting; {ledgerId} and {groupId} are filled in. Which arguments a pod takes is a matter of its set-up.</summary>
    public string PostParameters { get; init; } = "{ledgerId},{groupId}";

    /// <summary>UCM account of the uploads.</summary>
    public string DocumentAccount { get; init; } = FusionClient.GeneralLedgerAccount;

    /// <summary>Failures without a named line before a batch is split.</summary>
    public int UnnamedFailuresBeforeSplit { get; init; } = 1;

    /// <summary>How long the last state of a finished batch stays in the delivery topic.</summary>
    public TimeSpan KeepDone { get; init; } = TimeSpan.FromDays(7);

    internal DeliveryKafka Kafka => new(BootstrapServers, GroupId, ProducerId);

    internal string ProducerId => TransactionalId ?? $"{Topics.Tenant}-{GroupId}";

    /// <summary>Checks the options against each other.</summary>
    /// <exception cref="ArgumentException">Names the option and the cure.</exception>
    public void Validate()
    {
        Require(BootstrapServers.Length > 0, nameof(BootstrapServers), "host:port");
        Require(MaximumInstructions is > 0 and <= 10_000, nameof(MaximumInstructions), "1 to 10000");
        Require(MaximumBatchBytes is >= 10_000 and <= 900_000, nameof(MaximumBatchBytes), "10000 to 900000, below the broker's 1 MB message limit");
        Require(MaximumInFlight is > 0 and <= 256, nameof(MaximumInFlight), "1 to 256");
        Require(MaximumBuffered >= MaximumInstructions, nameof(MaximumBuffered), "at least MaximumInstructions");
        Require(PollInterval > TimeSpan.Zero && BackOff > TimeSpan.Zero && PauseProbe > TimeSpan.Zero, "intervals", "longer than zero");
        Require(MaximumBackOff >= BackOff, nameof(MaximumBackOff), "at least BackOff");
        Require(UnnamedFailuresBeforeSplit >= 0, nameof(UnnamedFailuresBeforeSplit), "0 or more");
        Require(PostParameters.Contains("{groupId}", StringComparison.Ordinal), nameof(PostParameters), "text that contains {groupId}: posting takes our group and no other");
    }

    private static void Require(bool condition, string option, string cure)
    {
        if (!condition)
        {
            throw new ArgumentException($"Journal delivery option {option} must be {cure}.");
        }
    }
}
