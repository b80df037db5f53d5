using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.Customers;

/// <summary>SOAP CustomerAccountService, mergeCustomerAccount alone. It refuses with a 500 and a fault, whatever the reason.</summary>
internal sealed class CustomerAccountService(ObjectStore store)
{
    public const string Path = "/crmService/CustomerAccountService";

    private static readonly XNamespace s_soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace s_types = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/applicationModule/types/";
    private static readonly XNamespace s_account = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/";

    public async Task InvokeAsync(HttpContext context)
    {
        var call = FusionCall.Of(context);
        try
        {
            call.Principal.Require(FusionPrivileges.Objects);
            var merge = XDocument.Parse(Encoding.UTF8.GetString(call.Body)).Descendants(s_types + "customerAccount").FirstOrDefault()
                ?? throw FusionProblem.BadRequest("JBO-29114: The operation is not known to the service.");
            var row = await store.RunAsync(transaction => Merge(transaction, merge));
            await WriteAsync(context, 200, new XElement(s_types + "mergeCustomerAccountResponse", new XElement(s_types + "result", new XElement(s_account + "Value",
                new XElement(s_account + "CustomerAccountId", row.Text("CustomerAccountId")),
                new XElement(s_account + "AccountNumber", row.Text("AccountNumber"))))));
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

    private static ObjectRow Merge(ObjectTransaction transaction, XElement account)
    {
        string? Text(string name) => account.Element(s_account + name)?.Value;

        var partyId = Text("PartyId") ?? throw FusionProblem.BadRequest("HZ_API_MISSING_COLUMN: PartyId is required.");
        var party = transaction.Tables.Find(HubParties.Parties, long.TryParse(partyId, CultureInfo.InvariantCulture, out var id) ? id : 0)
            ?? throw FusionProblem.BadRequest("HZ_API_INVALID_FK: PartyId does not name a party.");
        if (Text("CreatedByModule") is null)
        {
            throw FusionProblem.BadRequest("HZ_API_MISSING_COLUMN: CreatedByModule is required.");
        }

        var number = Text("AccountNumber") ?? throw FusionProblem.BadRequest("HZ_API_MISSING_COLUMN: AccountNumber is required.");
        var sites = account.Elements(s_account + "CustomerAccountSite").ToList();
        if (sites.Exists(s => party.Attributes["Address"] is not JsonArray addresses || !addresses.Any(a => a?["PartySiteId"]?.ToJsonString() == s.Element(s_account + "PartySiteId")?.Value)))
        {
            throw FusionProblem.BadRequest("HZ_API_INVALID_FK: PartySiteId is not a site of the party.");
        }

        var attributes = new JsonObject
        {
            ["AccountNumber"] = number, ["AccountName"] = Text("AccountName"), ["PartyId"] = id, ["OrigSystem"] = Text("OrigSystem"), ["OrigSystemReference"] = Text("OrigSystemReference"),
            ["SiteUses"] = new JsonArray([.. sites.SelectMany(s => s.Descendants(s_account + "SiteUseCode")).Select(static c => (JsonNode)c.Value)]),
        };
        return transaction.Tables.FindByKey(CustomerAccountActivities.Accounts, number) is { } standing
            ? transaction.Update(standing, standing.With(attributes))
            : transaction.Insert(CustomerAccountActivities.Accounts, number, attributes, "CustomerAccountId");
    }

    private static Task FaultAsync(HttpContext context, string message) =>
        WriteAsync(context, 500, new XElement(s_soap + "Fault", new XElement("faultcode", "env:Server"), new XElement("faultstring", message)));

    private static Task WriteAsync(HttpContext context, int status, XElement content)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml; charset=utf-8";
        var envelope = new XElement(s_soap + "Envelope", new XAttribute(XNamespace.Xmlns + "env", s_soap.NamespaceName), new XElement(s_soap + "Body", content));
        return context.Response.WriteAsync(envelope.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }
}
