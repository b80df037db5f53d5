using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Calls;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.Customers;

/// <summary>
/// hubOrganizations and hubPersons of crmRestApi. A source system reference is unique and cannot be queried; Upsert-Mode finds by it.
/// They make parties, never accounts.
/// </summary>
internal sealed class HubParties(string name, FusionObjectSetup setup) : IObjectResource
{
    public const string Parties = "parties";
    public const string References = "partyReferences";
    private static readonly string[] s_queryable = ["PartyId", "PartyNumber", "OrganizationName", "FirstName", "LastName", "Status"];

    public string Api => "crmRestApi";

    public string Name => name;

    private bool IsPerson => name == "hubPersons";

    public ObjectAnswer Handle(ObjectRequest request, ObjectTransaction transaction) => (request.Method, request.Path.Count) switch
    {
        ("GET", 1) => Items.Page(request, Candidates(request, transaction).Where(r => r.Text("PartyType") == PartyType), s_queryable, row => Item(request, row)),
        ("GET", 2) => Find(request, transaction) is var row ? Items.One(row, Item(request, row)) : throw FusionProblem.NotFound(),
        ("POST", 1) => Post(request, transaction),
        ("PATCH", 2) => Patch(request, transaction),
        ("DELETE", 2) => throw FusionProblem.BadRequest("Invalid operation delete for the specified resource."),
        _ => throw FusionProblem.NotFound(),
    };

    private string PartyType => IsPerson ? "PERSON" : "ORGANIZATION";

    private static IEnumerable<ObjectRow> Candidates(ObjectRequest request, ObjectTransaction transaction) =>
        Items.Asked(request, "PartyNumber") is { Length: > 0 } number
            ? transaction.Tables.FindByKey(Parties, number) is { } row ? [row] : []
            : transaction.Tables.Children(Parties);

    private static ObjectRow Find(ObjectRequest request, ObjectTransaction transaction) =>
        transaction.Tables.FindByKey(Parties, request.Path[1]) ?? throw FusionProblem.NotFound();

    private ObjectAnswer Post(ObjectRequest request, ObjectTransaction transaction)
    {
        CheckName(request.Body);
        request.Required("CreatedByModule");
        var number = request.Required("PartyNumber");
        if (number.Length > 30)
        {
            throw FusionProblem.BadRequest("The value of the attribute PartyNumber exceeds 30 characters.", "PartyNumber");
        }

        var reference = Reference(request);
        if (reference is not null && transaction.Tables.FindByKey(References, reference) is { } known)
        {
            if (!request.Upsert)
            {
                throw new FusionProblem(400, "HZ_DUP_ORIG_SYS_REF: The source system reference is in use.", "HZ_DUP_ORIG_SYS_REF", "SourceSystemReferenceValue");
            }

            var party = transaction.Tables.FindByKey(Parties, known.Text("PartyNumber")!)!;
            var next = transaction.Update(party, party.With(request.Attributes.Where(static p => p.Key is not ("Address" or "PartyNumber"))));
            return Items.One(next, Item(request, next));
        }

        if (transaction.Tables.FindByKey(Parties, number) is not null)
        {
            throw new FusionProblem(400, "HZ_DUP_PARTY_NUMBER: The party number is in use.", "HZ_DUP_PARTY_NUMBER", "PartyNumber");
        }

        return Make(request, transaction, number, reference);
    }

    private ObjectAnswer Make(ObjectRequest request, ObjectTransaction transaction, string number, string? reference)
    {
        var attributes = (JsonObject)request.Attributes.DeepClone();
        attributes["PartyType"] = PartyType;
        attributes["Status"] = "A";
        foreach (var address in attributes["Address"] as JsonArray ?? [])
        {
            if ((string?)address!["Country"] is not { Length: 2 })
            {
                throw FusionProblem.BadRequest("You must provide a value for the attribute Country.", "Address/Country");
            }

            address["PartySiteId"] = transaction.Insert("partySites", null, []).Id;
        }

        var row = transaction.Insert(Parties, number, attributes, "PartyId");
        if (reference is not null)
        {
            transaction.Insert(References, reference, new JsonObject { ["PartyNumber"] = number });
        }

        return Items.One(row, Item(request, row), 201);
    }

    private ObjectAnswer Patch(ObjectRequest request, ObjectTransaction transaction)
    {
        var row = Find(request, transaction);
        Items.Match(request, row);
        if (request.Text(IsPerson ? "LastName" : "OrganizationName") is not null)
        {
            CheckName(request.Body);
        }

        var next = transaction.Update(row, row.With(request.Attributes));
        return Items.One(next, Item(request, next));
    }

    private void CheckName(JsonObject? body)
    {
        var attribute = IsPerson ? "LastName" : "OrganizationName";
        if ((string?)body?[attribute] is not { Length: > 0 and <= 360 } value || value.Contains('<', StringComparison.Ordinal))
        {
            // Fusion repeats the value here, which is why its words must not be kept for a patient.
            throw new FusionProblem(400, $"ZCA_INVALID_NAME: The value {(string?)body?[attribute]} of the attribute {attribute} is not valid.", "ZCA_INVALID_NAME", attribute);
        }
    }

    private string? Reference(ObjectRequest request)
    {
        if (request.Text("SourceSystem") is not { } system)
        {
            return null;
        }

        return setup.SourceSystems.Contains(system)
            ? $"{system}|{request.Required("SourceSystemReferenceValue")}"
            : throw new FusionProblem(400, "HZ_INVALID_ORIG_SYSTEM: The source system is not registered or not enabled.", "HZ_INVALID_ORIG_SYSTEM", "SourceSystem");
    }

    private JsonObject Item(ObjectRequest request, ObjectRow row)
    {
        var item = Items.Of(request, row, string.Create(CultureInfo.InvariantCulture, $"{name}/{row.Text("PartyNumber")}"), name);
        if (request.Query.GetValueOrDefault("expand")?.Contains("Address", StringComparison.Ordinal) != true && request.Method == "GET")
        {
            item.Remove("Address");
        }

        return item;
    }
}
