using System.Globalization;
using System.Text.Json;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Calls;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Resources;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.Requisitions;

/// <summary>
/// purchaseRequisitions: made with lines in one call, editable while incomplete, submitted by an action after accounts were calculated. The number is
/// the pod's, so nothing refuses the same requisition twice.
/// </summary>
internal sealed class PurchaseRequisitions(FusionObjectSetup setup) : IObjectResource
{
    private const string ActionType = "application/vnd.oracle.adf.action+json";
    private static readonly string[] s_queryable = ["Requisition", "RequisitionHeaderId", "RequisitioningBU", "Description", "DocumentStatusCode"];

    public string Api => "fscmRestApi";

    public string Name => "purchaseRequisitions";

    public ObjectAnswer Handle(ObjectRequest request, ObjectTransaction transaction) => (request.Method, request.Path.Count) switch
    {
        ("GET", 1) => Items.Page(request, Candidates(request, transaction), s_queryable, row => Item(request, row)),
        ("GET", 2) => Find(request, transaction) is var row ? Items.One(row, Item(request, row)) : throw FusionProblem.NotFound(),
        ("POST", 1) => Post(request, transaction),
        ("POST", 4) when request.Path[2] == "action" => Act(request, transaction),
        ("DELETE", 2) => Delete(request, transaction),
        _ => throw FusionProblem.BadRequest($"Invalid operation {request.Method} for the specified resource."),
    };

    /// <summary>What a description ends with in brackets leads to its rows at once; any other query walks all of them.</summary>
    private IEnumerable<ObjectRow> Candidates(ObjectRequest request, ObjectTransaction transaction)
    {
        var filter = FilterParser.Parse(request.Query.GetValueOrDefault("q"), request.FrameworkVersion);
        filter = filter is FilterExpression.Any { Parts: [var one] } ? one : filter;
        var like = filter is FilterExpression.All all ? all.Parts.OfType<FilterExpression.Comparison>().FirstOrDefault(static c => c is { Attribute: "Description", Operator: "LIKE" }) : null;
        return like is { Value: ['%', '[', .., ']'] value } ? transaction.Tables.Children(Name, Bucket(value[1..])) : transaction.Tables.All(Name);
    }

    private ObjectAnswer Post(ObjectRequest request, ObjectTransaction transaction)
    {
        if (!setup.BusinessUnits.Contains(request.Required("RequisitioningBU")))
        {
            throw new FusionProblem(400, "POR_INVALID_BU: The requisitioning business unit is not valid.", "POR_INVALID_BU", "RequisitioningBU");
        }

        request.Required("PreparerEmail");
        if (!request.Attributes.TryGetProperty("lines", out var lines) || lines.ValueKind != JsonValueKind.Array || lines.GetArrayLength() == 0)
        {
            throw FusionProblem.BadRequest("A requisition must have at least one line.", "lines");
        }

        for (var i = 0; i < lines.GetArrayLength(); i++)
        {
            CheckLine(lines[i].IsObject() ? lines[i] : throw FusionProblem.BadRequest("A line is not an object.", "lines"), i);
        }

        var attributes = ObjectAttributes.Of(request.Attributes).With(ObjectAttributes.Of(static json => json.WriteString("DocumentStatusCode"u8, "INCOMPLETE"u8)));
        var description = request.Text("Description") ?? "";
        var row = transaction.Insert(Name, null, attributes, "RequisitionHeaderId", Bucket(description[Math.Max(0, description.LastIndexOf('['))..]));
        row = transaction.Update(row, row.With([new("Requisition", string.Create(CultureInfo.InvariantCulture, $"REQ{row.Id % 10_000_000}"))]));
        return Items.One(row, Item(request, row), 201);
    }

    private static void CheckLine(JsonElement line, int index)
    {
        foreach (var name in (string[])["LineNumber", "LineTypeCode", "CategoryName", "Quantity", "UOM", "DestinationTypeCode", "DeliverToLocationCode", "RequestedDeliveryDate"])
        {
            if (line.Text(name) is null)
            {
                throw FusionProblem.BadRequest($"You must provide a value for the attribute {name}.", string.Create(CultureInfo.InvariantCulture, $"lines/{index}/{name}"));
            }
        }

        var unit = line.Text("UOM")!;
        if (unit.Length <= 3 && unit.All(char.IsAsciiLetterUpper))
        {
            throw new FusionProblem(400, "POR_INVALID_UOM: The unit of measure is given by its name, not by its code.", "POR_INVALID_UOM", "UOM");
        }

        if (decimal.Parse(line.GetProperty("Quantity").GetRawText(), CultureInfo.InvariantCulture) <= 0)
        {
            throw new FusionProblem(400, "POR_INVALID_QUANTITY: The quantity must be greater than zero.", "POR_INVALID_QUANTITY", "Quantity");
        }
    }

    private ObjectAnswer Act(ObjectRequest request, ObjectTransaction transaction)
    {
        if (request.ContentType != ActionType)
        {
            throw new FusionProblem(415, "Unsupported Media Type");
        }

        var row = Find(request, transaction);
        switch (request.Path[3])
        {
            case "calculateTaxAndAccounting":
                Incomplete(row);
                transaction.Update(row, row.With([new("AccountsCalculated", "Y")]));
                break;
            case "submitRequisition":
                Incomplete(row);
                if (row.Text("AccountsCalculated") != "Y")
                {
                    throw new FusionProblem(400, "POR_NO_CHARGE_ACCOUNT: A distribution has no charge account; calculate taxes and accounts first.", "POR_NO_CHARGE_ACCOUNT");
                }

                transaction.Update(row, row.With([new("DocumentStatusCode", "PENDING_APPROVAL")]));
                break;
            case "cancel":
                transaction.Update(row, row.With([new("DocumentStatusCode", "CANCELED")]));
                break;
            default:
                throw FusionProblem.NotFound();
        }

        return new ObjectAnswer(200, static json =>
        {
            json.WriteStartObject();
            json.WriteString("result"u8, "SUCCESS"u8);
            json.WriteEndObject();
        });
    }

    private ObjectAnswer Delete(ObjectRequest request, ObjectTransaction transaction)
    {
        var row = Find(request, transaction);
        Incomplete(row);
        transaction.Delete(row);
        return ObjectAnswer.NoContent;
    }

    private static void Incomplete(ObjectRow row)
    {
        if (row.Text("DocumentStatusCode") != "INCOMPLETE")
        {
            throw new FusionProblem(400, "POR_NOT_INCOMPLETE: Only an incomplete requisition can be changed or submitted.", "POR_NOT_INCOMPLETE");
        }
    }

    private ObjectRow Find(ObjectRequest request, ObjectTransaction transaction) =>
        transaction.Tables.Find(Name, request.Id(1)) ?? throw FusionProblem.NotFound();

    private static long Bucket(string mark)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in mark)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return (long)(hash >> 1);
    }

    private JsonPiece Item(ObjectRequest request, ObjectRow row) =>
        Items.Of(request, row, string.Create(CultureInfo.InvariantCulture, $"{Name}/{row.Id}"), Name);
}
