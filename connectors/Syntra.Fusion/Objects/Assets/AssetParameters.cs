using System.Globalization;
using System.Text;
using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Assets;

/// <summary>ParameterList of the fixed assets operations: JSON in a string, dates yyyy-MM-dd, *_TBL parameters as comma lists.</summary>
internal static class AssetParameters
{
    public static string Find(AssetPayload asset, string number) => Text(json =>
    {
        json.WriteString("P_ASSET_NUMBER", number);
        json.WriteString("P_BOOK_TYPE_CODE", asset.Book);
    });

    public static string Add(AssetPayload asset, string number) => Text(json =>
    {
        json.WriteString("P_BOOK_TYPE_CODE", asset.Book);
        json.WriteString("PX_ASSET_NUMBER", number);
        WriteDescription(json, asset);
        json.WriteString("P_ASSET_TYPE", "CAPITALIZED");
        json.WriteNumber("P_CATEGORY_ID", asset.CategoryId);
        json.WriteDate("P_DATE_PLACED_IN_SERVICE", asset.InServiceOn);
        json.WriteNumber("P_COST", asset.Cost);
        json.WriteString("P_DISTRIBUTION_ID_TBL", "1");
        json.WriteString("P_UNITS_ASSIGNED_TBL", asset.Units.ToString(CultureInfo.InvariantCulture));
        json.WriteString("P_TRANSACTION_UNITS_TBL", asset.Units.ToString(CultureInfo.InvariantCulture));
        json.WriteString("P_EXPENSE_CCID_TBL", asset.ExpenseAccountId.ToString(CultureInfo.InvariantCulture));
        json.WriteString("P_LOCATION_CCID_TBL", asset.LocationId.ToString(CultureInfo.InvariantCulture));
    });

    public static string Describe(AssetPayload asset, string assetId) => Text(json =>
    {
        json.WriteString("P_ASSET_ID", assetId);
        WriteDescription(json, asset);
    });

    public static string Retire(AssetPayload asset, PostedAsset posted, DateOnly? on) => Text(json =>
    {
        json.WriteString("P_ASSET_ID", posted.AssetId);
        json.WriteString("P_BOOK_TYPE_CODE", asset.Book);
        json.WriteNumber("P_COST_RETIRED", posted.Cost);
        if (on is { } day)
        {
            json.WriteDate("P_DATE_RETIRED", day);
        }
    });

    /// <summary>The returned ParameterList. A 201 alone says nothing: only X_RETURN_STATUS S does.</summary>
    /// <exception cref="ObjectRefusedException">Fusion says no; its message is cut at 1000 characters.</exception>
    public static T Result<T>(FusionRequest request, HttpAnswer answer, Func<JsonElement, T> read) => Answers.Read(request, answer, root =>
    {
        using var values = JsonDocument.Parse(root.Text("ParameterList") ?? throw new FormatException("no ParameterList"));
        switch (values.RootElement.Text("X_RETURN_STATUS"))
        {
            case "S":
                return read(values.RootElement);
            case null:
                throw new FormatException("no X_RETURN_STATUS");
            default:
                var message = values.RootElement.Text("X_MSG_DATA") ?? "";
                throw new ObjectRefusedException(ObjectErrorClass.Poison, ObjectErrors.CodeOf(message), message);
        }
    });

    private static void WriteDescription(Utf8JsonWriter json, AssetPayload asset)
    {
        json.WriteString("P_DESCRIPTION", asset.Description);
        foreach (var (name, value) in ((string, string?)[])[("P_MANUFACTURER_NAME", asset.Manufacturer), ("P_MODEL_NUMBER", asset.Model), ("P_SERIAL_NUMBER", asset.SerialNumber), ("P_TAG_NUMBER", asset.TagNumber)])
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }
    }

    private static string Text(Action<Utf8JsonWriter> members) => Encoding.UTF8.GetString(JsonBody.Object(members));
}
