namespace Syntra.Cerner.Tests.Events.Unusual;

/// <summary>Asset events at the edges of our own contract.</summary>
internal static class AssetForms
{
    private const string Moved = "AssetEvent Asset/PUMP-§ Update #1";

    internal static IEnumerable<UnusualMessage> All() => Messages().Select(m => m with { Sender = "assets" });

    private static IEnumerable<UnusualMessage> Messages()
    {
        yield return new("asset event with the least", """{"eventId":"e-§","type":"asset.moved","occurredAt":"2026-03-01T08:00:00Z","asset":{"id":"PUMP-§"}}""", 200, "AssetEvent Asset/PUMP-§ Update #");
        yield return new("asset event with an offset of 14 hours", Event("2026-03-01T08:00:00+14:00"), 200, Moved);
        yield return new("asset event of a leap second", Event("2016-12-31T23:59:60Z"), 200, Moved);
        yield return new("asset event without an offset", Event("2026-03-01T08:00:00"), 422);
        yield return new("asset event of a day", Event("2026-03-01"), 422);
        yield return new("asset event of a type that nobody knows", Event().Replace("asset.moved", "asset.polished", StringComparison.Ordinal), 200, Moved);
        yield return new("asset registered", Event().Replace("asset.moved", "asset.registered", StringComparison.Ordinal), 200, "AssetEvent Asset/PUMP-§ Create #1");
        yield return new("asset retired", Event().Replace("asset.moved", "asset.retired", StringComparison.Ordinal), 200, "AssetEvent Asset/PUMP-§ Unknown #1");
        yield return new("cost of many digits as text", Event(more: ""","cost":{"value":"9999999999999999.9999","currency":"USD"}"""), 200, Moved);
        yield return new("cost with an exponent", Event(more: ""","cost":{"value":1.25E4,"currency":"USD"}"""), 200, Moved);
        yield return new("cost beyond what is exact", Event(more: ""","cost":{"value":1e40,"currency":"USD"}"""), 422);
        yield return new("ids and codes as numbers", Event(more: ""","organizationId":101,"departmentCode":2003,"location":{"id":4711,"floor":-2,"room":214}"""), 200, Moved);
        yield return new("elements that nobody knows, and nulls", Event(more: ""","tag":null,"battery":{"level":[1,2,null]}"""), 200, Moved);
        yield return new("id of one's own alphabet", """{"eventId":"ereignis/ü 1","type":"asset.moved","occurredAt":"2026-03-01T08:00:00Z","stream":"s§","sequence":1,"asset":{"id":"Pümpe 7/ä-§"}}""", 200, "AssetEvent Asset/Pümpe 7/ä-§ Update #1");
        yield return new("id with a control character", """{"eventId":"e-§","type":"asset.moved","occurredAt":"2026-03-01T08:00:00Z","asset":{"id":"a\u0000b"}}""", 422);
        yield return new("id of 129 characters", """{"eventId":"e-§","type":"asset.moved","occurredAt":"2026-03-01T08:00:00Z","asset":{"id":""" + "\"" + new string('x', 129) + "\"}}", 422);
        yield return new("500 asset events in one message", Events(500), 200, [.. Enumerable.Range(1, 500).Select(n => $"AssetEvent Asset/PUMP-§-{n} Update #{n}")]);
        yield return new("501 asset events in one message", Events(501), 422);
        yield return new("no asset events in a message", """{"events":[]}""", 422);
        yield return new("asset events of two streams", """{"events":[""" + Event() + "," + Event().Replace("\"s§\"", "\"t§\"", StringComparison.Ordinal) + "]}", 422);
        yield return new("asset events, one of them wrong", """{"events":[""" + Event() + """,{"eventId":"x"}]}""", 422);
        yield return new("asset event, twice", Event(), 200, Moved) { Times = 2 };
        yield return new("a notification of FHIR at an address of assets", Pieces.Full(Pieces.Encounter()), 422);
        yield return new("nothing at an address of assets", "", 422);
    }

    private static string Event(string at = "2026-03-01T08:00:00Z", string more = "") =>
        "{\"eventId\":\"e-§\",\"type\":\"asset.moved\",\"occurredAt\":\"" + at + "\",\"stream\":\"s§\",\"sequence\":1,\"asset\":{\"id\":\"PUMP-§\"" + more + "}}";

    private static string Events(int count) => """{"events":[""" + string.Join(',', Enumerable.Range(1, count).Select(n =>
        "{\"eventId\":\"e-§-" + n + "\",\"type\":\"asset.moved\",\"occurredAt\":\"2026-03-01T08:00:00Z\",\"stream\":\"s§\",\"sequence\":" + n + ",\"asset\":{\"id\":\"PUMP-§-" + n + "\"}}")) + "]}";
}
