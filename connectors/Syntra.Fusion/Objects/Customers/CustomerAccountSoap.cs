using System.Globalization;
using System.Text;
using System.Xml;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Customers;

/// <summary>CustomerAccountService: mergeCustomerAccount, which makes an account or changes the one of the same source reference.</summary>
internal static class CustomerAccountSoap
{
    public const string Path = "/crmService/CustomerAccountService";
    public const string MergeAction = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/applicationModule/mergeCustomerAccount";

    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Types = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/applicationModule/types/";
    private const string Account = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/";
    private static readonly XmlWriterSettings s_writing = new() { OmitXmlDeclaration = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <summary>The envelope as UTF-8. Written and read as a stream: an account is one call, and a backlog has many.</summary>
    public static byte[] Merge(ObjectInstruction instruction, PostedParty party, string number, ObjectSettings settings)
    {
        using var bytes = new MemoryStream(1536);
        using (var xml = XmlWriter.Create(bytes, s_writing))
        {
            xml.WriteStartElement("soapenv", "Envelope", Soap);
            xml.WriteAttributeString("xmlns", "soapenv", null, Soap);
            xml.WriteAttributeString("xmlns", "typ", null, Types);
            xml.WriteAttributeString("xmlns", "cus", null, Account);
            xml.WriteStartElement("Header", Soap);
            xml.WriteEndElement();
            xml.WriteStartElement("Body", Soap);
            xml.WriteStartElement("mergeCustomerAccount", Types);
            xml.WriteStartElement("customerAccount", Types);
            Write(xml, "PartyId", party.Id);
            Write(xml, "AccountNumber", number);
            Write(xml, "AccountName", number);
            Write(xml, "OrigSystem", settings.SourceSystem);
            Write(xml, "OrigSystemReference", instruction.ObjectKey);
            Write(xml, "CreatedByModule", settings.CreatedByModule);
            if (party.PartySiteId is { } site)
            {
                WriteSite(xml, site, instruction.Customer!, settings);
            }

            // Elements that are still open are closed with the writer.
        }

        return bytes.ToArray();
    }

    /// <summary>The account that now stands.</summary>
    /// <exception cref="FusionException">The answer is none.</exception>
    public static PostedAccount Read(FusionRequest request, HttpAnswer answer)
    {
        string? number = null, id = null;
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(answer.Body, writable: false));

            // To the end: an answer that breaks off says nothing.
            for (var more = xml.Read(); more;)
            {
                if (xml is { NodeType: XmlNodeType.Element, NamespaceURI: Account, LocalName: "AccountNumber" or "CustomerAccountId" })
                {
                    // Reading the text moves behind the element.
                    var isNumber = xml.LocalName == "AccountNumber";
                    var text = xml.ReadElementContentAsString();
                    (number, id) = isNumber ? (number ?? text, id) : (number, id ?? text);
                    more = !xml.EOF;
                }
                else
                {
                    more = xml.Read();
                }
            }
        }
        catch (XmlException failure)
        {
            throw FusionErrors.Garbage(request, $"{answer.Body.Length} bytes that are no XML", failure);
        }

        return new PostedAccount(id, number ?? throw FusionErrors.Garbage(request, "no AccountNumber"));
    }

    private static void WriteSite(XmlWriter xml, string site, CustomerPayload payload, ObjectSettings settings)
    {
        xml.WriteStartElement("CustomerAccountSite", Account);
        Write(xml, "PartySiteId", site);
        Write(xml, "CreatedByModule", settings.CreatedByModule);
        if (payload.SetId is { } set)
        {
            Write(xml, "SetId", set.ToString(CultureInfo.InvariantCulture));
        }

        xml.WriteStartElement("CustomerAccountSiteUse", Account);
        Write(xml, "SiteUseCode", "BILL_TO");
        Write(xml, "CreatedByModule", settings.CreatedByModule);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string name, string value) => xml.WriteElementString(name, Account, value);
}
