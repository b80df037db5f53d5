namespace Syntra.Contracts;

/// <summary>
/// Names of places as seals know them: without tenant and environment, so that a mirrored topic still opens. A name that was sealed
/// with stays for ever.
/// </summary>
public static class LogicalTopics
{
    /// <summary>Values of <see cref="TopicNames.RawCharge"/>.</summary>
    public const string RawCharge = "raw.millennium.charge";

    /// <summary>Values of <see cref="TopicNames.RawDelete"/>.</summary>
    public const string RawDelete = "raw.millennium.delete";

    /// <summary>Values of <see cref="TopicNames.RawEncounter"/>.</summary>
    public const string RawEncounter = "raw.millennium.encounter";

    /// <summary>Values of <see cref="TopicNames.RawEncounterCombine"/>.</summary>
    public const string RawEncounterCombine = "raw.millennium.encounter-combine";

    /// <summary>Values of <see cref="TopicNames.RawPersonCombine"/>.</summary>
    public const string RawPersonCombine = "raw.millennium.person-combine";

    /// <summary>Values of the watermark table and its changelog.</summary>
    public const string PostedCharge = "store.posted";

    /// <summary>Values of the table of rows that stand in the charges' copy for analytics, and its changelog.</summary>
    public const string AnalyticsRow = "store.analytics-rows";

    /// <summary>Values of <see cref="TopicNames.Party"/>.</summary>
    public const string Party = "ref.party";

    /// <summary>Values of <see cref="TopicNames.PartyChange"/>.</summary>
    public const string PartyChange = "ref.party-change";

    /// <summary>Values of the table of names that the party table does not show yet, and its changelog.</summary>
    public const string ChangedParty = "store.changed-parties";

    /// <summary>Values of the table of customers that bear a patient's name, and its changelog.</summary>
    public const string NamedCustomer = "store.named-customers";

    /// <summary>A customer's name inside its instruction, until the call that needs it.</summary>
    public const string SealedParty = "fusion.customer.party";

    /// <summary>Values of the table of customers that wait for their patient's name, and its changelog.</summary>
    public const string UnnamedCustomer = "store.unnamed-customers";
}
