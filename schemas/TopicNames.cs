namespace Syntra.Contracts;

/// <summary>
/// Names of a tenant's topics: <c>tenant.raw.source.entity</c>, <c>tenant.fusion.object</c>, <c>tenant.receipt.object</c>,
/// <c>tenant.ref.table</c> and the shared ones. The only place where a topic name is spelt.
/// </summary>
public sealed class TopicNames
{
    private const int LongestTenant = 32;

    /// <summary>Topics of one tenant.</summary>
    /// <param name="tenant">1 to 32 lower-case letters, digits or inner hyphens; it starts every topic name.</param>
    /// <exception cref="ArgumentException">The tenant has another form.</exception>
    public TopicNames(string tenant)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        if (tenant.Length > LongestTenant || !tenant.All(IsTenantCharacter) || tenant[0] == '-' || tenant[^1] == '-')
        {
            throw new ArgumentException(
                $"Tenant '{tenant}' must be 1 to {LongestTenant} lower-case letters, digits or inner hyphens.", nameof(tenant));
        }

        Tenant = tenant;
    }

    public string Tenant { get; }

    /// <summary>Key token of the CHARGE_ITEM_ID, value <c>RawCharge</c>, sealed; kept for ever, so that it can be replayed.</summary>
    public string RawCharge => $"{Tenant}.raw.millennium.charge";

    /// <summary>Compacted. Key <c>source/stream</c>, value <c>SourceWatermark</c>.</summary>
    public string SourceWatermark => $"{Tenant}.source.watermark";

    /// <summary>Compacted. Key <c>table|code</c>, value <c>CrosswalkEntry</c>.</summary>
    public string Crosswalk => $"{Tenant}.ref.crosswalk";

    /// <summary>Compacted. Key ledger name, value <c>LedgerCalendar</c>.</summary>
    public string Calendar => $"{Tenant}.ref.calendar";

    /// <summary>Key source record id, value <c>JournalInstruction</c>.</summary>
    public string Journal => $"{Tenant}.fusion.journal";

    /// <summary>Key source record id, value <c>JournalReceipt</c>.</summary>
    public string JournalReceipt => $"{Tenant}.receipt.journal";

    /// <summary>Compacted. Key source record id, value <c>ParkedCharge</c> or a tombstone.</summary>
    public string Parked => $"{Tenant}.parked";

    /// <summary>Key that of the refused record, value <c>DeadLetter</c>.</summary>
    public string DeadLetters => $"{Tenant}.dlq";

    /// <summary>Compacted. State machine of the delivery to Fusion.</summary>
    public string Delivery => $"{Tenant}.delivery.journal";

    /// <summary>Compacted. Key <c>facility|period</c>, value <c>ReconciliationRow</c>.</summary>
    public string Reconciliation => $"{Tenant}.reconciliation";

    /// <summary>Items that a person decides.</summary>
    public string Review => $"{Tenant}.review";

    /// <summary>The audit chain.</summary>
    public string Audit => $"{Tenant}.audit";

    private static bool IsTenantCharacter(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-';
}
