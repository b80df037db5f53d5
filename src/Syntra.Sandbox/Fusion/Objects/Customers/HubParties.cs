using System.Globalization;
using System.Text.Json;
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
        CheckName(request);
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
            var next = transaction.Update(party, party.With(ObjectAttributes.Of(request.Attributes, "Address", "PartyNumber")));
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
        var addresses = request.Attributes.TryGetProperty("Address", out var sent) && sent.ValueKind == JsonValueKind.Array ? sent.EnumerateArray().ToList() : [];
        if (addresses.Exists(static a => !a.IsObject() || a.Text("Country") is not { Length: 2 }))
        {
            throw FusionProblem.BadRequest("You must provide a value for the attribute Country.", "Address/Country");
        }

        var sites = addresses.ConvertAll(_ => transaction.Insert("partySites", null, ObjectAttributes.None).Id);
        var attributes = ObjectAttributes.Of(request.Attributes, "Address", "PartyType", "Status").With(ObjectAttributes.Of(json =>
        {
            WriteAddresses(json, addresses, sites);
            json.WriteString("PartyType"u8, PartyType);
            json.WriteString("Status"u8, "A"u8);
        }));
        var row = transaction.Insert(Parties, number, attributes, "PartyId");
        if (reference is not null)
        {
            transaction.Insert(References, reference, ObjectAttributes.Of(json => json.WriteString("PartyNumber"u8, number)));
        }

        return Items.One(row, Item(request, row), 201);
    }

    private static void WriteAddresses(Utf8JsonWriter json, List<JsonElement> addresses, List<long> sites)
    {
        if (addresses.Count == 0)
        {
            return;
        }

        json.WriteStartArray("Address"u8);
        foreach (var (address, site) in addresses.Zip(sites))
        {
            json.WriteStartObject();
            foreach (var property in address.EnumerateObject().Where(static p => !p.NameEquals("PartySiteId"u8)))
            {
                property.WriteTo(json);
            }

            json.WriteNumber("PartySiteId"u8, site);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private ObjectAnswer Patch(ObjectRequest request, ObjectTransaction transaction)
    {
        var row = Find(request, transaction);
        Items.Match(request, row);
        if (request.Text(IsPerson ? "LastName" : "OrganizationName") is not null)
        {
            CheckName(request);
        }

        var next = transaction.Update(row, row.With(ObjectAttributes.Of(request.Attributes)));
        return Items.One(next, Item(request, next));
    }

    private void CheckName(ObjectRequest request)
    {
        var attribute = IsPerson ? "LastName" : "OrganizationName";
        if (request.Text(attribute) is not { Length: > 0 and <= 360 } value || value.Contains('<', StringComparison.Ordinal))
        {
            // Fusion repeats the value here, which is why its words must not be kept for a patient.
            throw new FusionProblem(400, $"ZCA_INVALID_NAME: The value {request.Text(attribute)} of the attribute {attribute} is not valid.", "ZCA_INVALID_NAME", attribute);
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

    private JsonPiece Item(ObjectRequest request, ObjectRow row) => Items.Of(
        request, row, string.Create(CultureInfo.InvariantCulture, $"{name}/{row.Text("PartyNumber")}"), name,
        without: request.Query.GetValueOrDefault("expand")?.Contains("Address", StringComparison.Ordinal) != true && request.Method == "GET" ? "Address" : null);
}
