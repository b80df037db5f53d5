using System.Runtime.InteropServices;
using System.Xml;

namespace Syntra.Sandbox.Fusion.Objects.Customers;

/// <summary>What a mergeCustomerAccount asks for. Read element by element, to the end of the envelope, without a tree.</summary>
internal sealed class AccountMerge
{
    private const string Types = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/applicationModule/types/";
    private const string Account = "http://xmlns.oracle.com/apps/cdm/foundation/parties/customerAccountService/";
    private static readonly string[] s_texts = ["PartyId", "AccountNumber", "AccountName", "OrigSystem", "OrigSystemReference", "CreatedByModule"];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Sites that are named, null for one without PartySiteId.</summary>
    public List<string?> Sites { get; } = [];

    public List<string> SiteUses { get; } = [];

    /// <summary>Text of an element of the account itself.</summary>
    public string? Text(string name) => _texts.GetValueOrDefault(name);

    /// <summary>The first customerAccount of the envelope; null where there is none.</summary>
    /// <exception cref="XmlException">It is no XML.</exception>
    public static AccountMerge? Read(ReadOnlyMemory<byte> envelope)
    {
        MemoryMarshal.TryGetArray(envelope, out var bytes);
        using var xml = XmlDictionaryReader.CreateTextReader(bytes.Array!, bytes.Offset, bytes.Count, XmlDictionaryReaderQuotas.Max);
        AccountMerge? merge = null;
        while (xml.Read())
        {
            if (merge is null && xml.NodeType == XmlNodeType.Element && xml.LocalName == "customerAccount" && xml.NamespaceURI == Types)
            {
                merge = new AccountMerge();
                merge.ReadAccount(xml);
            }
        }

        return merge;
    }

    private void ReadAccount(XmlDictionaryReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return;
        }

        var depth = xml.Depth;
        xml.Read();
        while (xml.Depth > depth)
        {
            var name = xml.NodeType == XmlNodeType.Element && xml.NamespaceURI == Account ? xml.LocalName : "";
            if (name == "CustomerAccountSite")
            {
                ReadSite(xml);
            }
            else if (Array.IndexOf(s_texts, name) >= 0)
            {
                _texts.TryAdd(name, xml.ReadElementContentAsString());
            }
            else
            {
                xml.Skip();
            }
        }
    }

    private void ReadSite(XmlDictionaryReader xml)
    {
        string? site = null;
        if (xml.IsEmptyElement)
        {
            xml.Read();
            Sites.Add(null);
            return;
        }

        var depth = xml.Depth;
        xml.Read();
        while (xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.NamespaceURI == Account && xml.LocalName == "PartySiteId" && xml.Depth == depth + 1 && site is null)
            {
                site = xml.ReadElementContentAsString();
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.NamespaceURI == Account && xml.LocalName == "SiteUseCode")
            {
                SiteUses.Add(xml.ReadElementContentAsString());
            }
            else
            {
                xml.Read();
            }
        }

        xml.Read();
        Sites.Add(site);
    }
}
