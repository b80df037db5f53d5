using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Syntra.Governance.Audit;
using Syntra.Governance.Siem.Bodies;
using Syntra.Governance.Siem.Syslog;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Siem;

public sealed class SiemBodyTests
{
    public static TheoryData<string, ISiemBody> Bodies => new() { { "cef", new CefBody() }, { "dicom", new DicomBody() }, { "fhir", new FhirBody() } };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Messages_are_what_the_golden_file_says(string name, ISiemBody body)
    {
        var messages = SiemSamples.All.Select((e, i) => SyslogMessage.Of(SiemSamples.Source, e, i, body.MessageId, body.Format(SiemSamples.Source, i, e)));
        Golden.Check($"Siem/{name}.txt", string.Concat(messages.Select(m => Encoding.UTF8.GetString(m) + "\n")));
    }

    [Fact]
    public void The_cloudtrail_request_is_what_the_golden_file_says_and_its_checksums_fit()
    {
        var request = CloudTrailEvents.Request(SiemSamples.Source, "111122223333", [.. SiemSamples.All.Select((e, i) => ((long)i, e))]);
        Golden.Check("Siem/cloudtrail.txt", Encoding.UTF8.GetString(request) + "\n");
        foreach (var item in (JsonArray)JsonNode.Parse(request)!["auditEvents"]!)
        {
            var data = (string)item!["eventData"]!;
            Assert.Equal(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(data))), (string)item["eventDataChecksum"]!);
            Assert.NotNull(JsonNode.Parse(data)!["UID"]);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() =>
            CloudTrailEvents.Request(SiemSamples.Source, "1", [.. Enumerable.Range(0, 101).Select(i => ((long)i, SiemSamples.Change))]));
    }

    [Fact]
    public void Every_kind_makes_well_formed_xml_and_json_in_which_the_values_read_back()
    {
        foreach (var kind in Enum.GetValues<AuditKind>())
        {
            var entry = SiemSamples.Awkward with { Kind = kind, Actor = "a\u0001<&>\"\u2028ü\U0001F600", Recipient = "r" };
            var xml = XElement.Parse(new DicomBody().Format(SiemSamples.Source, 7, entry));
            Assert.Equal("a<&>\"\u2028ü\U0001F600".Replace("\U0001F600", "", StringComparison.Ordinal), ((string)xml.Element("ActiveParticipant")!.Attribute("UserID")!).Replace("\U0001F600", "", StringComparison.Ordinal));
            Assert.Equal("4", (string)xml.Element("EventIdentification")!.Attribute("EventOutcomeIndicator")!);
            var json = JsonNode.Parse(new FhirBody().Format(SiemSamples.Source, 7, entry))!;
            Assert.Equal(entry.Actor, (string)((JsonArray)json["agent"]!)[^1]!["who"]!["display"]!);
        }
    }

    [Fact]
    public void A_disclosure_meets_what_balp_asks_of_its_source()
    {
        var json = JsonNode.Parse(new FhirBody().Format(SiemSamples.Source, 7, SiemSamples.Disclosure))!;
        Assert.Equal(("110106", "R"), ((string)json["type"]!["code"]!, (string)json["action"]!));
        Assert.Contains((JsonArray)json["subtype"]!, s => (string)s!["code"]! == "disclose");
        var agents = ((JsonArray)json["agent"]!).ToDictionary(a => (string)a!["type"]!["coding"]![0]!["code"]!, a => a!);
        Assert.All(["110153", "110152"], role => Assert.True(agents[role]["who"] is not null && agents[role]["network"] is not null));
        var patient = Assert.Single((JsonArray)json["entity"]!, e => (string)e!["type"]!["code"]! == "1");
        Assert.Equal(("1", SiemSamples.Disclosure.Patient), ((string)patient!["role"]!["code"]!, (string)patient["what"]!["identifier"]!["value"]!));
        Assert.True(((JsonArray)json["entity"]!).Count >= 2);

        // The profile as published, where it is at hand: each fixed value that we rely on is in it.
        var profile = File.ReadAllText(SharedData.Find("balp/Disclose.fsh"));
        Assert.All(["type = DCM#110106", "action = #R", "iso-21089-lifecycle#disclose", "DCM#110153", "DCM#110152"], t => Assert.Contains(t, profile, StringComparison.Ordinal));
    }

    [Fact]
    public void Header_fields_keep_their_form_whatever_is_in_them()
    {
        var source = SiemSamples.Source with { Host = "h\u00fc st\n" + new string('x', 300), Application = "", ProcessId = " " };
        var entry = SiemSamples.Change with { Tenant = "a\"]\\b" };
        var text = Encoding.UTF8.GetString(SyslogMessage.Of(source, entry, 7, "M SG", "body"));
        var fields = text.Split(' ', 8);
        Assert.Equal(("<85>1", 255, "-", "-", "MSG"), (fields[0], fields[2].Length, fields[3], fields[4], fields[5]));
        Assert.Contains("tenant=\"a\\\"\\]\\\\b\" seq=\"7\" kind=\"RegisterChanged\"] \uFEFFbody", text, StringComparison.Ordinal);
        Assert.StartsWith("<84>1 ", Encoding.UTF8.GetString(SyslogMessage.Of(source, SiemSamples.Awkward, 7, "M", "b")), StringComparison.Ordinal);
    }
}
