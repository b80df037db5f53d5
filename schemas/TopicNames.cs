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

    /// <summary>Key charge, value <c>RawDelete</c>; as many partitions as the raw charges.</summary>
    public string RawDelete => $"{Tenant}.raw.millennium.delete";

    /// <summary>Key encounter, value <c>RawEncounter</c>.</summary>
    public string RawEncounter => $"{Tenant}.raw.millennium.encounter";

    /// <summary>Key encounter, value <c>RawEncounterCombine</c>, under each of its two encounters; as many partitions as the raw encounters.</summary>
    public string RawEncounterCombine => $"{Tenant}.raw.millennium.encounter-combine";

    /// <summary>Key combine, value <c>RawPersonCombine</c>; as many partitions as the raw encounters.</summary>
    public string RawPersonCombine => $"{Tenant}.raw.millennium.person-combine";

    /// <summary>Compacted. Key encounter, value <c>EncounterState</c>; as many partitions as the raw charges, and each record in every one.</summary>
    public string Encounter => $"{Tenant}.ref.encounter";

    /// <summary>Key token of the equipment, value <c>RawEvent</c>, sealed.</summary>
    public string RawAsset => $"{Tenant}.{EventTopics.RawAsset}";

    /// <summary>What a client must fetch because no notification brought it: value <c>BackfillRequest</c>, sealed.</summary>
    public string Backfill => $"{Tenant}.{EventTopics.Backfill}";

    /// <summary>Compacted, sealed. Key token of the patient, value <c>PartyName</c>.</summary>
    public string Party => $"{Tenant}.{LogicalTopics.Party}";

    /// <summary>Compacted, sealed, with the partitions of the raw topics: each change of the party table, once in every partition. Key token of the patient, value <c>PartyName</c>.</summary>
    public string PartyChange => $"{Tenant}.{LogicalTopics.PartyChange}";

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

    /// <summary>Compacted, items that a person decides. Key <c>charge|version</c>, value <c>ReviewItem</c>.</summary>
    public string Review => $"{Tenant}.review";

    /// <summary>Key charge, value <c>ReviewDecision</c>; as many partitions as the raw charges.</summary>
    public string ReviewDecision => $"{Tenant}.review.decision";

    /// <summary>The charges' copy for analytics: key token of the copy or -, value <c>AnalyticsCharge</c>.</summary>
    public string AnalyticsCharge => $"{Tenant}.analytics.charge";

    /// <summary>The audit chain.</summary>
    public string Audit => $"{Tenant}.audit";

    /// <summary>Key object key (token), value <c>ObjectInstruction</c>.</summary>
    /// <param name="kind">Kind of Fusion object.</param>
    public string Object(ObjectKind kind) => $"{Tenant}.fusion.{Name(kind)}";

    /// <summary>Key object key (token), value <c>ObjectReceipt</c>.</summary>
    /// <param name="kind">Kind of Fusion object.</param>
    public string ObjectReceipt(ObjectKind kind) => $"{Tenant}.receipt.{Name(kind)}";

    /// <summary>Compacted. How far the delivery of objects is; value <c>ObjectProgress</c>.</summary>
    public string ObjectDelivery => $"{Tenant}.delivery.object";

    private static string Name(ObjectKind kind) => kind switch
    {
        ObjectKind.Customer => "customer",
        ObjectKind.Asset => "asset",
        ObjectKind.WorkerCredential => "worker-credential",
        ObjectKind.WorkerAssignment => "worker-assignment",
        ObjectKind.CostCenter => "cost-center",
        ObjectKind.CostCenterHierarchy => "cost-center-hierarchy",
        ObjectKind.Requisition => "requisition",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of object."),
    };

    /// <summary>Key token of the resource's id, value <c>RawEvent</c>, sealed.</summary>
    /// <param name="resourceType">FHIR resource type, for example Encounter.</param>
    public string RawFhir(string resourceType) => $"{Tenant}.{EventTopics.RawFhir(resourceType)}";

    private static bool IsTenantCharacter(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-';
}
