using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Syntra.Bench.Realtime;

/// <summary>One event as a FHIR R4 notification with its resource, signed by Standard Webhooks.</summary>
internal static class SignedNotification
{
    private const string Subscription = "Subscription/bench";

    internal static HttpRequestMessage Make(PlannedEvent planned, DateTimeOffset at, Uri address, byte[] secret, DateTimeOffset now)
    {
        var request = Sign(Encoding.UTF8.GetBytes(Body(planned, at)), "msg_" + planned.TraceId, address, secret, now);
        request.Headers.Add("traceparent", $"00-{planned.TraceId}-{planned.Index + 1:x16}-01");
        return request;
    }

    /// <summary>Any body, signed.</summary>
    internal static HttpRequestMessage Sign(byte[] body, string id, Uri address, byte[] secret, DateTimeOffset now)
    {
        string timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. body];
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed)));
        return request;
    }

    private static string Body(PlannedEvent planned, DateTimeOffset at)
    {
        string time = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var (type, id, content) = Resource(planned);
        string number = (planned.Index + 1).ToString(CultureInfo.InvariantCulture);
        return $$"""
            {"resourceType":"Bundle","type":"history","timestamp":"{{time}}","entry":[{"fullUrl":"urn:uuid:{{Guid(planned)}}","request":{"method":"GET","url":"{{Subscription}}/$status"},"response":{"status":"200"},
            "resource":{"resourceType":"Parameters","parameter":[{"name":"subscription","valueReference":{"reference":"{{Subscription}}"} },{"name":"status","valueCode":"active"},{"name":"type","valueCode":"event-notification"},
            {"name":"events-since-subscription-start","valueString":"{{number}}"},{"name":"notification-event","part":[{"name":"event-number","valueString":"{{number}}"},{"name":"timestamp","valueInstant":"{{time}}"},
            {"name":"focus","valueReference":{"reference":"{{type}}/{{id}}"} }]}]} },
            {"fullUrl":"https://ehr.example/r4/{{type}}/{{id}}","request":{"method":"PUT","url":"{{type}}/{{id}}"},"response":{"status":"200"},
            "resource":{"resourceType":"{{type}}","id":"{{id}}","meta":{"versionId":"{{planned.Revision}}","lastUpdated":"{{time}}"},{{content}} } }]}
            """;
    }

    private static (string Type, string Id, string Content) Resource(PlannedEvent planned)
    {
        string n = planned.Object.ToString(CultureInfo.InvariantCulture);
        return planned.Kind switch
        {
            PlannedKind.Location => ("Location", "loc" + n, $$""" "status":"active","identifier":[{"system":"urn:syntra:cost-center","value":"C{{n}}"}],"name":"Unit {{n}} r{{planned.Revision}}" """),
            PlannedKind.Device => ("Device", "dev" + n, $$""" "status":"active","type":{"text":"Pump {{n}} r{{planned.Revision}}"},"serialNumber":"S{{n}}" """),
            PlannedKind.Practitioner => ("Practitioner", "pra" + n, $$""" "active":true,"identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"9{{planned.Object:D9}}"}] """),
            _ => ("Encounter", "enc" + n, """ "status":"in-progress","class":{"code":"IMP"},"serviceProvider":{"reference":"Organization/101"} """),
        };
    }

    private static string Guid(PlannedEvent planned) => new System.Guid(planned.Index, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]).ToString();
}
