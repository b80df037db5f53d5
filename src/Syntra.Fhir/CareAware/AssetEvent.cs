using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.CareAware;

/// <summary>
/// An event of a piece of equipment, by the contract of <c>docs/webhooks/careaware-asset-events.md</c>. It is not FHIR and not Oracle's: no public
/// contract of CareAware's events exists. It is read here because the same reader serves the receiver and the topology.
/// </summary>
public sealed record AssetEvent : FhirType
{
    /// <summary>Most events of one message.</summary>
    public const int MaxEvents = 500;

    private const int LongestId = 128;

    /// <summary>The sender's id of the event: the same on every delivery of it.</summary>
    public required string EventId { get; init; }

    /// <summary>asset.registered, asset.changed, asset.moved, asset.status or asset.retired; others may come.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Which numbered stream of the sender it belongs to.</summary>
    public string? Stream { get; init; }

    /// <summary>Number within the stream, from 1 without gaps.</summary>
    public long? Sequence { get; init; }

    /// <summary>The equipment as it is after the event.</summary>
    public required Asset Asset { get; init; }

    /// <summary>The event as it stands in the message.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Reads one event, or those of <c>{"events": [...]}</c>.</summary>
    /// <exception cref="FhirException">It cannot be read.</exception>
    public static IReadOnlyList<AssetEvent> Parse(ReadOnlyMemory<byte> utf8, int maxBytes = FhirJson.DefaultMaxBytes) => FhirJson.WithDocument(utf8, maxBytes, ReadAll);

    internal static string Id(FhirNode node, string name)
    {
        var id = node.Text(name) ?? throw node.Path.Fault("is missing", name);
        return id.Length is > 0 and <= LongestId && !id.Any(char.IsControl) ? id : throw node.Path.Fault($"should be 1 to {LongestId} characters", name);
    }

    private static IReadOnlyList<AssetEvent> ReadAll(FhirNode node)
    {
        if (!node.IsObject)
        {
            throw node.Path.Fault("should be an event, or an object with events");
        }

        if (!node.Has("events"))
        {
            return [Read(node)];
        }

        var events = node.Many("events", Read);
        return events.Count is > 0 and <= MaxEvents ? events : throw node.Path.Fault($"should hold 1 to {MaxEvents} events", "events");
    }

    private static AssetEvent Read(FhirNode node) => new()
    {
        EventId = Id(node, "eventId"),
        Type = node.Text("type") ?? throw node.Path.Fault("is missing", "type"),
        OccurredAt = node.Instant("occurredAt") ?? throw node.Path.Fault("is missing", "occurredAt"),
        Stream = node.Has("stream") ? Id(node, "stream") : null,
        Sequence = node.Integer("sequence"),
        Asset = node.One("asset", Asset.Read) ?? throw node.Path.Fault("is missing", "asset"),
        Bytes = node.Bytes,
    };
}

/// <summary>A piece of capital equipment.</summary>
public sealed record Asset : FhirType
{
    /// <summary>The sender's id of it.</summary>
    public required string Id { get; init; }

    /// <summary>Number on its label.</summary>
    public string? Tag { get; init; }

    /// <summary>Serial number.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>Unique device identifier.</summary>
    public string? Udi { get; init; }

    /// <summary>Who made it.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Model.</summary>
    public string? Model { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>The sender's category code.</summary>
    public string? Category { get; init; }

    /// <summary>in-service, out-of-service or retired; others may come.</summary>
    public string? Status { get; init; }

    /// <summary>The facility.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The department that owns it.</summary>
    public string? DepartmentCode { get; init; }

    /// <summary>Where it is.</summary>
    public AssetLocation? Location { get; init; }

    /// <summary>What it cost.</summary>
    public Money? Cost { get; init; }

    /// <summary>How many; a single piece where nothing is said.</summary>
    public decimal? Units { get; init; }

    /// <summary>Since when it is in service.</summary>
    public FhirDateTime? InServiceOn { get; init; }

    internal static Asset Read(FhirNode node) => new()
    {
        Id = AssetEvent.Id(node, "id"), Tag = node.Text("tag"), SerialNumber = node.Text("serialNumber"), Udi = node.Text("udi"),
        Manufacturer = node.Text("manufacturer"), Model = node.Text("model"), Description = node.Text("description"), Category = node.Text("category"),
        Status = node.Text("status"), OrganizationId = node.Primitive("organizationId"), DepartmentCode = node.Primitive("departmentCode"),
        Location = node.One("location", AssetLocation.Read), Cost = node.One("cost", Money.Read), Units = node.Number("units"), InServiceOn = node.Time("inServiceOn"),
    };
}

/// <summary>Where a piece of equipment is.</summary>
public sealed record AssetLocation : FhirType
{
    /// <summary>The sender's id of the place.</summary>
    public string? Id { get; init; }

    /// <summary>Building.</summary>
    public string? Building { get; init; }

    /// <summary>Floor.</summary>
    public string? Floor { get; init; }

    /// <summary>Room.</summary>
    public string? Room { get; init; }

    internal static AssetLocation Read(FhirNode node) => new()
    {
        Id = node.Primitive("id"), Building = node.Text("building"), Floor = node.Primitive("floor"), Room = node.Primitive("room"),
    };
}
