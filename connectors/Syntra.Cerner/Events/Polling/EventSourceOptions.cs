using Syntra.Cerner.Millennium;
using Syntra.Contracts;
using Syntra.Governance.Sealing;

namespace Syntra.Cerner.Events.Polling;

/// <summary>A polled source of events: where it writes, and its pauses.</summary>
public sealed record EventSourceOptions : ISourceKafka
{
    /// <summary>Name in sources.yaml; where it fills the gaps of a webhook sender, that sender's name.</summary>
    public required string Name { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <inheritdoc />
    public required string BootstrapServers { get; init; }

    /// <summary>Makes the keys.</summary>
    public required ISourceTokens Tokens { get; init; }

    /// <summary>Seals the values.</summary>
    public required RecordSealer Sealer { get; init; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> ClientSettings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Pause after a poll that left nothing unread.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Events of one Kafka transaction.</summary>
    public int MaxEventsPerTransaction { get; init; } = 500;

    /// <summary>Largest sealed value; a larger one steps aside and is counted.</summary>
    public int MaxRecordBytes { get; init; } = 1_000_000;

    /// <summary>A position that moves without events is written after this.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>First pause after a failure; it doubles up to <see cref="BackoffCap"/>, with jitter.</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause after a failure.</summary>
    public TimeSpan BackoffCap { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public string TransactionalId => $"{Tenant}-source-{Name}";

    /// <summary>What is wrong, one sentence each with the cure; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (Name.Length == 0 || !Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            errors.Add("Name must be lower-case letters, digits and dashes: it is part of the source's Kafka id.");
        }

        if (Sealer.Tenant != Tenant)
        {
            errors.Add("Sealer belongs to another tenant: give this tenant's.");
        }

        if (PollInterval <= TimeSpan.Zero || BackoffBase <= TimeSpan.Zero || BackoffCap < BackoffBase || MaxEventsPerTransaction < 1 || TransactionTimeout < TimeSpan.FromSeconds(1))
        {
            errors.Add("PollInterval, BackoffBase and MaxEventsPerTransaction must be above zero, BackoffCap not below BackoffBase, TransactionTimeout at least a second.");
        }

        return errors;
    }
}
