using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Calls;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.Assets;

/// <summary>
/// OperationName processTransaction-handle of erpintegrations. The answer is always a 201; whether it was done stands in X_RETURN_STATUS
/// inside the returned ParameterList, and each operation commits for itself.
/// </summary>
internal sealed class AssetTransactions(FusionObjectSetup setup)
{
    public const string Assets = "assets";
    private const string Prefix = "processTransaction-";
    private const int LongestMessage = 1000;
    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false };

    public static bool IsFor(FusionCall call) =>
        HttpMethods.IsPost(call.Context.Request.Method) && call.Attribute("OperationName")?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true;

    public ObjectAnswer Handle(ObjectRequest request, ObjectTransaction transaction)
    {
        var handle = request.Text("OperationName")![Prefix.Length..];
        var mark = transaction.Mark();
        ObjectAttributes result;
        try
        {
            using var list = Parse(request.Required("ParameterList"));
            var parameters = list.RootElement;
            result = handle switch
            {
                "addAsset" => Add(parameters, transaction),
                "getAssetInformation" => Get(parameters, transaction),
                "updateAssetDescriptiveDetails" => Describe(parameters, transaction),
                "retireAsset" => Retire(parameters, transaction),
                _ => throw FusionProblem.BadRequest($"{request.Text("OperationName")} is not a valid value for the attribute OperationName.", "OperationName"),
            };
        }
        catch (AssetRefusal refusal)
        {
            transaction.Undo(mark);
            result = Result([("X_MSG_COUNT", "1"), ("X_MSG_DATA", refusal.Message.Length > LongestMessage ? refusal.Message[..LongestMessage] : refusal.Message)], "E");
        }

        return new ObjectAnswer(201, json =>
        {
            json.WriteStartObject();
            json.WriteString("OperationName"u8, request.Text("OperationName"));
            json.WriteString("ParameterList"u8, result.Utf8);
            json.WriteStartArray("links"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private ObjectAttributes Add(JsonElement parameters, ObjectTransaction transaction)
    {
        var book = Required(parameters, "P_BOOK_TYPE_CODE");
        if (!setup.AssetBooks.TryGetValue(book, out var openUntil))
        {
            throw new AssetRefusal("FA_ASSET_BOOK_INVALID: The asset book does not exist.");
        }

        var number = Required(parameters, "PX_ASSET_NUMBER");
        if (number.Length > 30)
        {
            throw new AssetRefusal("FA_ASSET_NUMBER_LENGTH: The asset number exceeds 30 characters.");
        }

        if (transaction.Tables.FindByKey(Assets, number) is not null)
        {
            throw new AssetRefusal("FA_ASSET_NUMBER_EXISTS: The asset number is in use.");
        }

        if (!DateOnly.TryParseExact(Required(parameters, "P_DATE_PLACED_IN_SERVICE"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var placed))
        {
            throw new AssetRefusal("FA_INVALID_DATE: Dates have the form YYYY-MM-DD.");
        }

        if (placed > openUntil)
        {
            throw new AssetRefusal("FA_PERIOD_NOT_OPEN: The date placed in service is after the open period.");
        }

        Required(parameters, "P_CATEGORY_ID");
        if (Required(parameters, "P_UNITS_ASSIGNED_TBL").Split(',').Length != Required(parameters, "P_LOCATION_CCID_TBL").Split(',').Length)
        {
            throw new AssetRefusal("FA_TBL_COUNT: The tables have different numbers of values.");
        }

        var row = transaction.Insert(Assets, number, ObjectAttributes.Of(parameters), "ASSET_ID");
        return Result([("X_ASSET_ID", Text(row.Id)), ("X_TRANSACTION_HEADER_ID", Text(row.Id + 1))]);
    }

    private static ObjectAttributes Get(JsonElement parameters, ObjectTransaction transaction)
    {
        var row = transaction.Tables.FindByKey(Assets, Required(parameters, "P_ASSET_NUMBER")) ?? throw new AssetRefusal("FA_ASSET_NOT_FOUND: There is no such asset.");
        return Result(
        [
            ("X_ASSET_ID", Text(row.Id)), ("X_DESCRIPTION", row.Text("P_DESCRIPTION")), ("X_MANUFACTURER_NAME", row.Text("P_MANUFACTURER_NAME")),
            ("X_MODEL_NUMBER", row.Text("P_MODEL_NUMBER")), ("X_SERIAL_NUMBER", row.Text("P_SERIAL_NUMBER")), ("X_TAG_NUMBER", row.Text("P_TAG_NUMBER")),
            ("X_COST", row.Text("P_COST")), ("X_RETIRED_FLAG", row.Text("RETIRED") ?? "N"),
        ]);
    }

    private static ObjectAttributes Describe(JsonElement parameters, ObjectTransaction transaction)
    {
        var row = ById(parameters, transaction);
        transaction.Update(row, row.With(ObjectAttributes.Of(parameters, "P_ASSET_ID")));
        return Result([]);
    }

    private static ObjectAttributes Retire(JsonElement parameters, ObjectTransaction transaction)
    {
        var row = ById(parameters, transaction);
        if (row.Text("RETIRED") == "Y")
        {
            throw new AssetRefusal("FA_ALREADY_RETIRED: The asset is fully retired.");
        }

        Required(parameters, "P_COST_RETIRED");
        transaction.Update(row, row.With([new("RETIRED", "Y"), new("DATE_RETIRED", parameters.Text("P_DATE_RETIRED"))]));
        return Result([("X_RETIREMENT_ID", Text(row.Id + 2))]);
    }

    private static ObjectRow ById(JsonElement parameters, ObjectTransaction transaction) =>
        transaction.Tables.Find(Assets, long.TryParse(Required(parameters, "P_ASSET_ID"), CultureInfo.InvariantCulture, out var id) ? id : 0)
        ?? throw new AssetRefusal("FA_ASSET_NOT_FOUND: There is no such asset.");

    private static ObjectAttributes Result((string Name, string? Value)[] values, string status = "S") => ObjectAttributes.Of(json =>
    {
        foreach (var (name, value) in values)
        {
            json.WriteString(name, value);
        }

        json.WriteString("X_RETURN_STATUS"u8, status);
    });

    private static JsonDocument Parse(string parameters)
    {
        try
        {
            var list = JsonDocument.Parse(parameters, s_options);
            return list.RootElement.IsObject() ? list : throw new AssetRefusal("FA_PARAMETERS: The parameter list is no object.");
        }
        catch (JsonException)
        {
            throw new AssetRefusal("FA_PARAMETERS: The parameter list cannot be read.");
        }
    }

    private static string Required(JsonElement parameters, string name) =>
        (parameters.TryGetProperty(name, out var value) ? value.ValueKind : JsonValueKind.Undefined) switch
        {
            JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
            JsonValueKind.Number => value.GetRawText(),
            _ => throw new AssetRefusal($"FA_MISSING_PARAMETER: The parameter {name} is required."),
        };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What the PL/SQL behind an operation says no to.</summary>
internal sealed class AssetRefusal(string message) : Exception(message);
