using Syntra.Contracts;
using Syntra.Governance.Sealing;

namespace Syntra.Cerner.Millennium;

/// <summary>How the Millennium source polls and where it writes.</summary>
public sealed record MillenniumSourceOptions : ISourceKafka
{
    /// <summary>Tenant, the first part of topic names and of the transactional id.</summary>
    public required string Tenant { get; init; }

    /// <summary>Kafka brokers, host:port separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Tokens of the source's ids; a raw record's key is the token of its charge.</summary>
    public required ISourceTokens Tokens { get; init; }

    /// <summary>Seals the raw values.</summary>
    public required RecordSealer Sealer { get; init; }

    /// <summary>Further librdkafka settings (security and the like) for every client.</summary>
    public IReadOnlyDictionary<string, string> ClientSettings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Pause after a poll that left nothing unread.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a transaction may stay open after it stamped its rows. UPDT_DT_TM is taken before the commit, so rows appear behind the
    /// position; each poll looks this far back.
    /// </summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How far the poll stays behind the database's clock. Times have whole seconds, and while a second lasts more rows may be stamped
    /// with it: reading only seconds that are over keeps the overlap for the rare case instead of the usual one.
    /// </summary>
    public TimeSpan Lag { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>At start, versions already written are looked up in the raw topic from the first scan's start less this.</summary>
    public TimeSpan RecoveryMargin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Rows per query of a keyset.</summary>
    public int PageSize { get; init; } = 2000;

    /// <summary>Charges per keyset and poll after which the poll is written, that is, the size of a Kafka transaction; an encounter's charges are never split.</summary>
    public int MaxChargesPerPoll { get; init; } = 5000;

    /// <summary>Time of the database's clock after which a position that moved without new records is written all the same.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After this the broker aborts a transaction that a lost process left open.</summary>
    public TimeSpan TransactionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>First pause after a failure; it doubles up to <see cref="BackoffCap"/>, with jitter.</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause after a failure.</summary>
    public TimeSpan BackoffCap { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>CDF_MEANING (code set 13019) of CHARGE_MOD rows that hold bill codes; blank and underscore count as the same.</summary>
    public string BillCodeMeaning { get; init; } = "BILL CODE";

    /// <summary>CDF_MEANING (code set 14002) of the charge master's schedule.</summary>
    public string ChargeMasterMeaning { get; init; } = "CDM_SCHED";

    /// <summary>Id under which the broker knows this source; a second instance with the same id fences the first.</summary>
    public string TransactionalId => $"{Tenant}-source-millennium-charge";

    /// <summary>What is wrong, one sentence each with the cure; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                errors.Add(otherwise);
            }
        }

        Require(!string.IsNullOrWhiteSpace(Tenant), "Tenant is empty: give the tenant's short name.");
        Require(!string.IsNullOrWhiteSpace(BootstrapServers), "BootstrapServers is empty: give host:port of a broker.");
        Require(Sealer.Tenant == Tenant, "Sealer belongs to another tenant: give this tenant's.");
        Require(PollInterval > TimeSpan.Zero, "PollInterval must be above zero.");
        Require(Overlap >= TimeSpan.FromSeconds(1), "Overlap must be at least a second: give the longest time that a charge transaction stays open.");
        Require(Lag >= TimeSpan.Zero && Lag < Overlap, "Lag must be zero or more and below Overlap.");
        Require(RecoveryMargin >= TimeSpan.Zero, "RecoveryMargin must not be negative.");
        Require(PageSize is >= 1 and <= 100_000, "PageSize must be 1 to 100000.");
        Require(MaxChargesPerPoll is >= 1 and <= 50_000, "MaxChargesPerPoll must be 1 to 50000: a poll is one Kafka transaction.");
        Require(TransactionTimeout >= TimeSpan.FromSeconds(1), "TransactionTimeout must be at least a second.");
        Require(BackoffBase > TimeSpan.Zero && BackoffCap >= BackoffBase, "BackoffBase must be above zero and BackoffCap not below it.");
        Require(BillCodeMeaning.Length > 0 && ChargeMasterMeaning.Length > 0, "BillCodeMeaning and ChargeMasterMeaning must name a CDF_MEANING.");
        return errors;
    }
}
