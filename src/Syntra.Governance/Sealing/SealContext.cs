namespace Syntra.Governance.Sealing;

/// <summary>Where a payload belongs. All of it is authenticated: the ciphertext opens here and nowhere else.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="LogicalTopic">The topic's name in our own terms, so that a mirrored topic under another name still opens.</param>
/// <param name="SchemaId">Id of the payload's schema.</param>
/// <param name="RecordKey">Key of the record (a token or an id of ours).</param>
public readonly record struct SealContext(string Tenant, string LogicalTopic, int SchemaId, string RecordKey);
