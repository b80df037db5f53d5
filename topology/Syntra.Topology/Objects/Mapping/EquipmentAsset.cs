using Syntra.Contracts;
using Syntra.Fhir.Resources;
using Syntra.Topology.Intake;
using Asset = Syntra.Fhir.CareAware.Asset;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>Capital equipment of CareAware's contract becomes an asset.</summary>
internal sealed class EquipmentAsset : IObjectMapping
{
    public string Source => EventTopics.Asset;

    public ObjectKind Kind => ObjectKind.Asset;

    public MappingResult Map(SourceState state)
    {
        var asset = state.Asset!.Asset;
        if (asset.Cost is { Value: < 0 } || asset.Units is < 0 or > int.MaxValue)
        {
            return new MappingResult.Refused(ObjectReasons.NumberOutOfRange);
        }

        var retired = state.Asset.Type == "asset.retired" || asset.Status == "retired";
        return MappingResult.One(new DesiredObject("", retired ? ObjectOperation.End : ObjectOperation.Upsert)
        {
            EffectiveDate = retired ? state.Day : null,
            Facility = Codes.Quotable(asset.OrganizationId),
            Asset = Payload(asset, state),
        });
    }

    private static AssetPayload Payload(Asset asset, SourceState state) => Categorised(Assets.Empty(state.Defaults), asset, state) with
    {
        Description = Texts.Cut(asset.Description, Assets.LongestDescription) ?? Texts.Cut(asset.Model, Assets.LongestDescription) ?? Assets.Unnamed,
        Manufacturer = Texts.Cut(asset.Manufacturer, Assets.LongestManufacturer),
        Model = Texts.Cut(asset.Model, Assets.LongestModel),
        SerialNumber = Texts.Cut(asset.SerialNumber, Assets.LongestSerial),
        TagNumber = Texts.Cut(asset.Tag, Assets.LongestTag),
        Cost = decimal.Round(asset.Cost?.Value ?? 0m, 2, MidpointRounding.AwayFromZero),
        Units = asset.Units is { } units and >= 1 ? (int)units : 1,
        InServiceOn = asset.InServiceOn?.Date ?? state.Day,
    };

    // Of a category of its own only the id is known, so the asset cannot go by file.
    private static AssetPayload Categorised(AssetPayload empty, Asset asset, SourceState state) =>
        asset.Category is { } category && state.Defaults.AssetCategories.TryGetValue(category, out var id) ? empty with { CategoryId = id, CategorySegments = [] } : empty;
}

/// <summary>
/// A FHIR device becomes an asset without cost, which finance adds by invoice. Of a device that a patient has, only what kind it is leaves.
/// </summary>
internal sealed class DeviceAsset : IObjectMapping
{
    public string Source => "Device";

    public ObjectKind Kind => ObjectKind.Asset;

    public MappingResult Map(SourceState state)
    {
        var device = (Device)state.Resource!;
        var onPatient = device.Patient is not null;
        if (device.Status == "entered-in-error" || (onPatient && !state.Defaults.PatientDevices))
        {
            return MappingResult.Nothing;
        }

        var payload = Assets.Empty(state.Defaults) with
        {
            Description = Texts.Name(device.Type, Assets.LongestDescription) ?? (onPatient ? null : Texts.Cut(device.Names.FirstOrDefault()?.Name, Assets.LongestDescription)) ?? Assets.Unnamed,
            InServiceOn = state.Defaults.CredentialsFrom,
        };
        return MappingResult.One(new DesiredObject("", ObjectOperation.Upsert)
        {
            Facility = Texts.Facility(device.Owner),
            Asset = onPatient ? payload : payload with
            {
                Manufacturer = Texts.Cut(device.Manufacturer, Assets.LongestManufacturer),
                Model = Texts.Cut(device.ModelNumber, Assets.LongestModel),
                SerialNumber = Texts.Cut(device.SerialNumber, Assets.LongestSerial),
                TagNumber = Texts.Cut(device.Identifiers.FirstOrDefault()?.Value, Assets.LongestTag),
                InServiceOn = device.ManufacturedAt?.Date ?? payload.InServiceOn,
            },
        });
    }
}
