using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Customers;

/// <summary>CustomerAccountService: mergeCustomerAccount, which makes an account or changes the one of the same source reference.</summary>
internal static class CustomerAccountSoap
{
    public const string Path = "/crmService/CustomerAccountService";
    public const string MergeAction = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/applicationModule/mergeCustomerAccount";

    private static readonly XNamespace s_soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace s_types = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/applicationModule/types/";
    private static readonly XNamespace s_account = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/";

    public static string Merge(ObjectInstruction instruction, PostedParty party, string number, ObjectSettings settings)
    {
        var payload = instruction.Customer!;
        var account = new XElement(s_types + "customerAccount",
            new XElement(s_account + "PartyId", party.Id),
            new XElement(s_account + "AccountNumber", number),
            new XElement(s_account + "AccountName", number),
            new XElement(s_account + "OrigSystem", settings.SourceSystem),
            new XElement(s_account + "OrigSystemReference", instruction.ObjectKey),
            new XElement(s_account + "CreatedByModule", settings.CreatedByModule));
        if (party.PartySiteId is { } site)
        {
            account.Add(new XElement(s_account + "CustomerAccountSite",
                new XElement(s_account + "PartySiteId", site),
                new XElement(s_account + "CreatedByModule", settings.CreatedByModule),
                payload.SetId is { } set ? new XElement(s_account + "SetId", set.ToString(CultureInfo.InvariantCulture)) : null,
                new XElement(s_account + "CustomerAccountSiteUse",
                    new XElement(s_account + "SiteUseCode", "BILL_TO"),
                    new XElement(s_account + "CreatedByModule", settings.CreatedByModule))));
        }

        var envelope = new XElement(s_soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soapenv", s_soap.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "typ", s_types.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "cus", s_account.NamespaceName),
            new XElement(s_soap + "Header"),
            new XElement(s_soap + "Body", new XElement(s_types + "mergeCustomerAccount", account)));
        return envelope.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>The account that now stands.</summary>
    /// <exception cref="FusionException">The answer is none.</exception>
    public static PostedAccount Read(FusionRequest request, HttpAnswer answer)
    {
        try
        {
            var root = XDocument.Parse(Encoding.UTF8.GetString(answer.Body)).Root!;
            var number = root.Descendants(s_account + "AccountNumber").FirstOrDefault()?.Value ?? throw FusionErrors.Garbage(request, "no AccountNumber");
            return new PostedAccount(root.Descendants(s_account + "CustomerAccountId").FirstOrDefault()?.Value, number);
        }
        catch (XmlException failure)
        {
            throw FusionErrors.Garbage(request, $"{answer.Body.Length} bytes that are no XML", failure);
        }
    }
}
