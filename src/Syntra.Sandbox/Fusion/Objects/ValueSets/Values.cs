using System.Globalization;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Calls;
using Syntra.Sandbox.Fusion.Objects.Store;

namespace Syntra.Sandbox.Fusion.Objects.ValueSets;

/// <summary>valueSets/{code}/child/values: one value per POST, Upsert-Mode, protected sets, values that are too long.</summary>
internal sealed class Values : IObjectResource
{
    public const string Sets = "valueSets";
    public const string Resource = "values";
    private static readonly string[] s_attributes = ["ValueId", "Value", "Description", "EnabledFlag", "StartDateActive", "EndDateActive"];

    public string Api => "fscmRestApi";

    public string Name => Sets;

    public ObjectAnswer Handle(ObjectRequest request, ObjectTransaction transaction)
    {
        if (request.Path.Count is < 4 or > 5 || request.Path[2] != "child" || request.Path[3] != Resource)
        {
            throw FusionProblem.NotFound();
        }

        var set = transaction.Tables.FindByKey(Sets, request.Path[1]) ?? throw FusionProblem.NotFound();
        return (request.Method, request.Path.Count) switch
        {
            ("GET", 4) => Items.Page(request, Candidates(request, transaction, set), s_attributes, row => Item(request, row)),
            ("POST", 4) => Post(request, transaction, set),
            ("PATCH", 5) => Patch(request, transaction, set),
            ("DELETE", 5) => throw FusionProblem.BadRequest("The value is in use and cannot be deleted."),
            _ => throw FusionProblem.NotFound(),
        };
    }

    private static IEnumerable<ObjectRow> Candidates(ObjectRequest request, ObjectTransaction transaction, ObjectRow set) =>
        Items.Asked(request, "Value") is { Length: > 0 } value
            ? transaction.Tables.FindByKey(Resource, value, set.Id) is { } row ? [row] : []
            : transaction.Tables.Children(Resource, set.Id);

    private static ObjectAnswer Post(ObjectRequest request, ObjectTransaction transaction, ObjectRow set)
    {
        Check(request, set);
        var value = request.Required("Value");
        if (value.Length > int.Parse(set.Text("MaximumLength")!, CultureInfo.InvariantCulture))
        {
            throw new FusionProblem(400, $"FND-2825: The value exceeds the maximum length {set.Text("MaximumLength")} of the value set.", "FND-2825", "Value");
        }

        if (transaction.Tables.FindByKey(Resource, value, set.Id) is { } standing)
        {
            if (!request.Upsert)
            {
                throw new FusionProblem(400, "FND-2793: The value already exists in the value set.", "FND-2793", "Value");
            }

            var next = transaction.Update(standing, standing.With(ObjectAttributes.Of(request.Attributes)));
            return Items.One(next, Item(request, next));
        }

        var made = transaction.Insert(Resource, value, ObjectAttributes.Of(request.Attributes), "ValueId", set.Id);
        return Items.One(made, Item(request, made), 201);
    }

    private static ObjectAnswer Patch(ObjectRequest request, ObjectTransaction transaction, ObjectRow set)
    {
        Check(request, set);
        var row = transaction.Tables.Find(Resource, request.Id(4)) ?? throw FusionProblem.NotFound();
        Items.Match(request, row);
        if (request.Attributes.TryGetProperty("Value", out _))
        {
            throw FusionProblem.BadRequest("The attribute Value cannot be updated.", "Value");
        }

        var next = transaction.Update(row, row.With(ObjectAttributes.Of(request.Attributes)));
        return Items.One(next, Item(request, next));
    }

    private static void Check(ObjectRequest request, ObjectRow set)
    {
        if (set.Text("ProtectedFlag") == "Y")
        {
            throw new FusionProblem(400, "FND_PROTECTED_VALUE_SET: You cannot modify a protected value set.", "FND_PROTECTED_VALUE_SET");
        }

        Items.RefuseUnknown(request.Attributes, s_attributes);
    }

    private static JsonPiece Item(ObjectRequest request, ObjectRow row) =>
        Items.Of(request, row, string.Create(CultureInfo.InvariantCulture, $"{Sets}/{Uri.EscapeDataString(request.Path[1])}/child/{Resource}/{row.Id}"), Resource);
}
