namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>Everything that a feed will write, known before the first row is written.</summary>
/// <param name="Feed">Name of the feed; one feed of a name per database.</param>
/// <param name="Hash">Says what the plan was made from: a resumed feed must find the same.</param>
/// <param name="Catalogue">What the charges refer to.</param>
/// <param name="Waves">The waves in order.</param>
internal sealed record FeedPlan(string Feed, string Hash, FeedCatalogue Catalogue, IReadOnlyList<FeedWave> Waves);

/// <summary>What one database transaction holds.</summary>
internal sealed record FeedWave(
    IReadOnlyList<PlannedEncounter> Encounters, IReadOnlyList<PlannedCharge> Charges, IReadOnlyList<object> Resaves);

internal sealed record PlannedEncounter(long EncounterId, long OrganizationId, string RegisteredAt);

/// <summary>
/// One CHARGE row with its CHARGE_EVENT and its bill code. Quantities and prices are text that the column's NUMERIC affinity takes in,
/// or does not: that is how a non-numeric amount gets there. The id is a long, or a double for the id that no long can hold.
/// </summary>
internal sealed record PlannedCharge
{
    public required object ChargeItemId { get; init; }

    public required long CompanionId { get; init; }

    public required long EncounterId { get; init; }

    public required long DepartmentCode { get; init; }

    public required string ChargeCode { get; init; }

    public required string? Quantity { get; init; }

    public required string? UnitPrice { get; init; }

    public required string? ExtendedPrice { get; init; }

    public required string ServiceAt { get; init; }

    public required int ProcessFlag { get; init; }
}
