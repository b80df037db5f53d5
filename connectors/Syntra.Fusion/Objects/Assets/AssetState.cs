using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Assets;

/// <summary>What is known of an asset.</summary>
internal sealed record AssetState(bool Asked, PostedAsset? Posted);

/// <summary>An asset as the book has it.</summary>
internal sealed record PostedAsset(string AssetId, string Description, string? Manufacturer, string? Model, string? Serial, string? Tag, decimal Cost, bool Retired)
{
    public static PostedAsset Read(JsonElement values) => new(
        values.Text("X_ASSET_ID") ?? throw new FormatException("no X_ASSET_ID"),
        values.Text("X_DESCRIPTION") ?? "",
        values.Text("X_MANUFACTURER_NAME"),
        values.Text("X_MODEL_NUMBER"),
        values.Text("X_SERIAL_NUMBER"),
        values.Text("X_TAG_NUMBER"),
        values.Money("X_COST") ?? 0m,
        values.Text("X_RETIRED_FLAG") is "Y" or "YES");

    /// <summary>An asset that was just added: the operation returns its ids alone.</summary>
    public static PostedAsset Added(JsonElement values, AssetPayload asset) =>
        new PostedAsset(values.Text("X_ASSET_ID") ?? throw new FormatException("no X_ASSET_ID"), "", null, null, null, null, asset.Cost, false).DescribedAs(asset);

    /// <summary>The asset after its description was changed.</summary>
    public PostedAsset DescribedAs(AssetPayload desired) => this with
    {
        Description = desired.Description, Manufacturer = desired.Manufacturer ?? Manufacturer, Model = desired.Model ?? Model,
        Serial = desired.SerialNumber ?? Serial, Tag = desired.TagNumber ?? Tag,
    };

    public bool IsDescribedAs(AssetPayload desired) =>
        Description == desired.Description && Same(Manufacturer, desired.Manufacturer) && Same(Model, desired.Model) && Same(Serial, desired.SerialNumber) && Same(Tag, desired.TagNumber);

    /// <summary>What the source does not know is left as it is.</summary>
    private static bool Same(string? posted, string? desired) => desired is null || posted == desired;
}
