namespace Syntra.Governance.Audit;

/// <summary>
/// One thing to be remembered. No member ever holds an identifier of a person: patients are tokens, objects are ids of ours,
/// and what the privacy office must be able to read back is sealed first (<see cref="SealedIdentity"/>).
/// </summary>
public sealed record AuditEvent
{
    /// <summary>What happened.</summary>
    public required AuditKind Kind { get; init; }

    /// <summary>The tenant whose chain this belongs to.</summary>
    public required string Tenant { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>User or service that did it.</summary>
    public required string Actor { get; init; }

    /// <summary>How it ended.</summary>
    public AuditOutcome Outcome { get; init; } = AuditOutcome.Success;

    /// <summary>Pseudonym of the patient concerned.</summary>
    public string? Patient { get; init; }

    /// <summary>Id of the thing concerned: a key, a file, a topic, a disclosure. Never a payload value.</summary>
    public string? Object { get; init; }

    /// <summary>Purpose-of-use code, for example HPAYMT.</summary>
    public string? Purpose { get; init; }

    /// <summary>Ticket that asked for it.</summary>
    public string? Ticket { get; init; }

    /// <summary>Hash of the old state, lower-case hex.</summary>
    public string? OldHash { get; init; }

    /// <summary>Hash of the new state, lower-case hex.</summary>
    public string? NewHash { get; init; }

    /// <summary>Who received it, by id or name of an organisation.</summary>
    public string? Recipient { get; init; }

    /// <summary>Code that says more, for example an error code or a disclosure class.</summary>
    public string? Code { get; init; }

    /// <summary>How many, where it is about many.</summary>
    public long? Count { get; init; }

    /// <summary>When the last of many happened, UTC; where <see cref="Count"/> tells how many.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Base64 of an envelope that holds the identity; opening it is an event of its own.</summary>
    public string? SealedIdentity { get; init; }
}

/// <summary>Where audit events go. Implementations are thread-safe and never lose an event silently: they throw.</summary>
public interface IAuditSink
{
    /// <summary>Remembers one event.</summary>
    void Record(AuditEvent entry);
}
