using System.Globalization;
using System.Security;
using System.Text.Json;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Calls;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.Customers;

/// <summary>SOAP CustomerAccountService, mergeCustomerAccount alone. It refuses with a 500 and a fault, whatever the reason.</summary>
internal sealed class CustomerAccountService(ObjectStore store)
{
    public const string Path = "/crmService/CustomerAccountService";

    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Types = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/applicationModule/types/";
    private const string Account = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/";

    public async Task InvokeAsync(HttpContext context)
    {
        var call = FusionCall.Of(context);
        try
        {
            call.Principal.Require(FusionPrivileges.Objects);
            var merge = AccountMerge.Read(call.Body) ?? throw FusionProblem.BadRequest("JBO-29114: The operation is not known to the service.");
            var row = await store.RunAsync(transaction => Merge(transaction, merge));
            await WriteAsync(context, 200,
                $"<mergeCustomerAccountResponse xmlns=\"{Types}\"><result><Value xmlns=\"{Account}\"><CustomerAccountId>{Escape(row.Text("CustomerAccountId"))}</CustomerAccountId>"
                + $"<AccountNumber>{Escape(row.Text("AccountNumber"))}</AccountNumber></Value></result></mergeCustomerAccountResponse>");
        }
        catch (FusionProblem problem) when (problem.Status == StatusCodes.Status400BadRequest)
        {
            await FaultAsync(context, problem.Message);
        }
        catch (XmlException)
        {
            await FaultAsync(context, "JBO-29000: Unexpected exception caught: the request is no SOAP envelope.");
        }
    }

    private static ObjectRow Merge(ObjectTransaction transaction, AccountMerge merge)
    {
        var partyId = merge.Text("PartyId") ?? throw FusionProblem.BadRequest("HZ_API_MISSING_COLUMN: PartyId is required.");
        var party = transaction.Tables.Find(HubParties.Parties, long.TryParse(partyId, CultureInfo.InvariantCulture, out var id) ? id : 0)
            ?? throw FusionProblem.BadRequest("HZ_API_INVALID_FK: PartyId does not name a party.");
        if (merge.Text("CreatedByModule") is null)
        {
            throw FusionProblem.BadRequest("HZ_API_MISSING_COLUMN: CreatedByModule is required.");
        }

        var number = merge.Text("AccountNumber") ?? throw FusionProblem.BadRequest("HZ_API_MISSING_COLUMN: AccountNumber is required.");
        if (merge.Sites.Count > 0 && Sites(party) is var sites && !merge.Sites.TrueForAll(s => s is not null && sites.Contains(s)))
        {
            throw FusionProblem.BadRequest("HZ_API_INVALID_FK: PartySiteId is not a site of the party.");
        }

        var attributes = Attributes(merge, number, id);
        return transaction.Tables.FindByKey(CustomerAccountActivities.Accounts, number) is { } standing
            ? transaction.Update(standing, standing.With(attributes))
            : transaction.Insert(CustomerAccountActivities.Accounts, number, attributes, "CustomerAccountId");
    }

    private static List<string> Sites(ObjectRow party)
    {
        var json = party.Attributes.Json("Address");
        if (json.IsEmpty)
        {
            return [];
        }

        using var addresses = JsonDocument.Parse(json);
        return addresses.RootElement.ValueKind == JsonValueKind.Array
            ? [.. addresses.RootElement.EnumerateArray().Where(static a => a.IsObject()).Select(static a => a.Text("PartySiteId")).OfType<string>()]
            : [];
    }

    private static ObjectAttributes Attributes(AccountMerge merge, string number, long party) => ObjectAttributes.Of(json =>
    {
        json.WriteString("AccountNumber"u8, number);
        json.WriteString("AccountName"u8, merge.Text("AccountName"));
        json.WriteNumber("PartyId"u8, party);
        json.WriteString("OrigSystem"u8, merge.Text("OrigSystem"));
        json.WriteString("OrigSystemReference"u8, merge.Text("OrigSystemReference"));
        json.WriteStartArray("SiteUses"u8);
        merge.SiteUses.ForEach(json.WriteStringValue);
        json.WriteEndArray();
    });

    private static Task FaultAsync(HttpContext context, string message) =>
        WriteAsync(context, 500, $"<env:Fault><faultcode>env:Server</faultcode><faultstring>{Escape(message)}</faultstring></env:Fault>");

    private static string? Escape(string? text) => SecurityElement.Escape(text);

    private static Task WriteAsync(HttpContext context, int status, string content)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml; charset=utf-8";
        return context.Response.WriteAsync($"<env:Envelope xmlns:env=\"{Soap}\"><env:Body>{content}</env:Body></env:Envelope>", context.RequestAborted);
    }
}
