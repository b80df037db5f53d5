using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>A device. On Millennium's FHIR only those that a patient has; capital equipment comes from elsewhere.</summary>
public sealed record Device : FhirResource
{
    internal Device(FhirNode node)
        : base(node)
    {
        Identifiers = node.Many("identifier", Identifier.Read);
        UdiCarriers = node.Many("udiCarrier", UdiCarrier.Read);
        Status = node.Text("status");
        DistinctIdentifier = node.Text("distinctIdentifier");
        Manufacturer = node.Text("manufacturer");
        ManufacturedAt = node.Time("manufactureDate");
        ExpiresAt = node.Time("expirationDate");
        LotNumber = node.Text("lotNumber");
        SerialNumber = node.Text("serialNumber");
        Names = node.Many("deviceName", DeviceName.Read);
        ModelNumber = node.Text("modelNumber");
        PartNumber = node.Text("partNumber");
        Type = node.One("type", CodeableConcept.Read);
        Patient = node.One("patient", Reference.Read);
        Owner = node.One("owner", Reference.Read);
        Location = node.One("location", Reference.Read);
        Parent = node.One("parent", Reference.Read);
    }

    /// <summary>Identifiers, asset numbers among them.</summary>
    public IReadOnlyList<Identifier> Identifiers { get; init; }

    /// <summary>Unique device identifiers.</summary>
    public IReadOnlyList<UdiCarrier> UdiCarriers { get; init; }

    /// <summary>active, inactive, entered-in-error or unknown.</summary>
    public string? Status { get; init; }

    /// <summary>The distinct identification string.</summary>
    public string? DistinctIdentifier { get; init; }

    /// <summary>Who made it.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>When it was made.</summary>
    public FhirDateTime? ManufacturedAt { get; init; }

    /// <summary>When it expires.</summary>
    public FhirDateTime? ExpiresAt { get; init; }

    /// <summary>Lot.</summary>
    public string? LotNumber { get; init; }

    /// <summary>Serial number.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>Names.</summary>
    public IReadOnlyList<DeviceName> Names { get; init; }

    /// <summary>Model.</summary>
    public string? ModelNumber { get; init; }

    /// <summary>Part number.</summary>
    public string? PartNumber { get; init; }

    /// <summary>Kind.</summary>
    public CodeableConcept? Type { get; init; }

    /// <summary>Whom it is on or in.</summary>
    public Reference? Patient { get; init; }

    /// <summary>Who owns it.</summary>
    public Reference? Owner { get; init; }

    /// <summary>Where it is.</summary>
    public Reference? Location { get; init; }

    /// <summary>The device that it is a part of.</summary>
    public Reference? Parent { get; init; }
}

/// <summary>A unique device identifier as carried on the device.</summary>
public sealed record UdiCarrier : FhirType
{
    /// <summary>The device identifier: the model.</summary>
    public string? DeviceIdentifier { get; init; }

    /// <summary>What people read.</summary>
    public string? HumanReadable { get; init; }

    internal static UdiCarrier Read(FhirNode node) => new() { DeviceIdentifier = node.Text("deviceIdentifier"), HumanReadable = node.Text("carrierHRF") };
}

/// <summary>A name of a device.</summary>
public sealed record DeviceName : FhirType
{
    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>udi-label-name, user-friendly-name, model-name and so on.</summary>
    public string? Type { get; init; }

    internal static DeviceName Read(FhirNode node) => new() { Name = node.Text("name"), Type = node.Text("type") };
}
