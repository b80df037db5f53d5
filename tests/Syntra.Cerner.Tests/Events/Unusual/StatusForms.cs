using static Syntra.Cerner.Tests.Events.Unusual.Pieces;

namespace Syntra.Cerner.Tests.Events.Unusual;

/// <summary>Forms of the status and its events: R4's Parameters, R4B's and R5's SubscriptionStatus, and what may be left out of them.</summary>
internal static class StatusForms
{
    private const string Full = "FullResource Encounter/e§ Update #1";
    private const string ById = "IdOnly Encounter/e§ Update #1";

    internal static IEnumerable<UnusualMessage> All() => Numbers().Concat(Subscriptions()).Concat(Kinds()).Concat(Focuses()).Concat(Times()).Concat(Sizes());

    private static IEnumerable<UnusualMessage> Numbers()
    {
        foreach (var number in new[] { "\"1\"", "1", "\"+1\"", "\"01\"" })
        {
            yield return new($"event number {number}", Bundle(Status(Event(number: number)) + "," + Entry(Encounter())), 200, Full);
        }

        foreach (var number in new[] { "\"valueString\":\"1\"", "\"valueInteger\":1", "\"valueUnsignedInt\":1", "\"valuePositiveInt\":1", "\"valueInteger64\":\"1\"", "\"valueDecimal\":1" })
        {
            yield return new($"event-number as {number}", Bundle(Parameters(Part(number: number), count: number) + "," + Entry(Encounter())), 200, Full);
        }

        yield return new("no event number", Bundle(Status("{\"focus\":{\"reference\":\"Encounter/e§\"}}") + "," + Entry(Encounter())), 200, "FullResource Encounter/e§ Update #");
        yield return new("number beyond 64 bits", Bundle(Status(Event(number: "\"9223372036854775808\"")) + "," + Entry(Encounter())), 422);
        yield return new("largest number", Bundle(Status(Event(number: "\"9223372036854775807\""), count: "\"9223372036854775807\"") + "," + Entry(Encounter())), 200, "FullResource Encounter/e§ Update #9223372036854775807");
        yield return new("number 0", Bundle(Status(Event(number: "\"0\"")) + "," + Entry(Encounter())), 200, "FullResource Encounter/e§ Update #0");
        yield return new("number as a fraction", Bundle(Status(Event(number: "1.5")) + "," + Entry(Encounter())), 422);
        yield return new("no count", Bundle(Status(Event()).Replace("\"eventsSinceSubscriptionStart\":\"1\",", "", StringComparison.Ordinal) + "," + Entry(Encounter())), 200, Full);
        yield return new("negative count", Bundle(Status(Event(), count: "\"-1\"") + "," + Entry(Encounter())), 200, Full);
    }

    private static IEnumerable<UnusualMessage> Subscriptions()
    {
        foreach (var reference in new[] { "Subscription/s§", "https://h.example/r4/Subscription/s§/_history/3", "urn:uuid:292d3c72-edc1-4d8a-afaa-d85e19c7f563", "urn:oid:2.16.840.1.113883", "#sub", "Subscription/sübscription", "" })
        {
            yield return new($"subscription {reference}", Bundle(Status(Event(), subscription: $$"""{"reference":"{{reference}}"}""") + "," + Entry(Encounter())), 200, Full);
        }

        yield return new("subscription with type, display and extension", Bundle(Status(Event(), subscription: """{"extension":[{"url":"http://h.example/x","valueString":"y"}],"reference":"Subscription/s§","type":"Subscription","display":"Admissions"}""") + "," + Entry(Encounter())), 200, Full);
        yield return new("subscription by identifier only", Bundle(Status(Event(), subscription: """{"identifier":{"system":"urn:x","value":"1"}}""") + "," + Entry(Encounter())), 422);
        yield return new("subscription as valueUri", Bundle(Parameters(Part(), subscription: "\"valueUri\":\"https://h.example/r4/Subscription/s§\"") + "," + Entry(Encounter())), 200, Full);
        yield return new("subscription as valueCanonical", Bundle(Parameters(Part(), subscription: "\"valueCanonical\":\"https://h.example/r4/Subscription/s§\"") + "," + Entry(Encounter())), 200, Full);
        yield return new("subscription beyond 256 characters", Bundle(Status(Event(), subscription: $$"""{"reference":"urn:x:{{new string('a', 300)}}"}""") + "," + Entry(Encounter())), 422);
        yield return new("a Parameters that is no status", Bundle("""{"resource":{"resourceType":"Parameters","parameter":[{"name":"other","valueString":"x"}]}},""" + Entry(Encounter())), 422);
        yield return new("status of the subscription is off", Bundle(Status(Event()).Replace("\"active\"", "\"off\"", StringComparison.Ordinal) + "," + Entry(Encounter())), 200, Full);
        yield return new("status with an error", Bundle(Status(Event(), more: ""","error":[{"coding":[{"code":"no-response"}],"text":"x"}]""") + "," + Entry(Encounter())), 200, Full);
        yield return new("Parameters with an error", Bundle(Parameters(Part(), more: """,{"name":"error","valueCodeableConcept":{"text":"x"}}""") + "," + Entry(Encounter())), 200, Full);
        yield return new("status with narrative, language, implicitRules and contained", Bundle(Status(Event(), more: ""","id":"a.b-C","language":"de","implicitRules":"http://h.example/rules","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">ä</div>"},"contained":[{"resourceType":"Subscription","id":"sub","status":"active"}]""") + "," + Entry(Encounter())), 200, Full);
        yield return new("status with modifierExtension", Bundle(Status(Event(), more: ""","modifierExtension":[{"url":"http://h.example/x","valueBoolean":true}]""") + "," + Entry(Encounter())), 200, Full);
        yield return new("status without its own fullUrl", Bundle(Status(Event()).Replace("\"fullUrl\":\"urn:uuid:292d3c72-edc1-4d8a-afaa-d85e19c7f563\",", "", StringComparison.Ordinal) + "," + Entry(Encounter())), 200, Full);
    }

    private static IEnumerable<UnusualMessage> Kinds()
    {
        foreach (var type in new[] { "history", "subscription-notification" })
        {
            foreach (var (kind, becomes) in new[] { ("handshake", ""), ("heartbeat", ""), ("query-status", ""), ("query-event", Full), ("event-notification", Full) })
            {
                string[] all = becomes.Length == 0 ? [] : [becomes];
                yield return new($"{type} of kind {kind}, SubscriptionStatus", Bundle(Status(all.Length == 0 ? "" : Event(), kind) + (all.Length == 0 ? "" : "," + Entry(Encounter())), type), 200, all);
                yield return new($"{type} of kind {kind}, Parameters", Bundle(Parameters(all.Length == 0 ? "" : Part(), kind) + (all.Length == 0 ? "" : "," + Entry(Encounter())), type), 200, all);
            }
        }

        yield return new("searchset of $status", Bundle(Status("", "query-status"), "searchset", ",\"total\":1"), 200);
        yield return new("kind that nobody knows", Bundle(Status("", "ping")), 422);
        yield return new("bundle of type collection", Bundle(Status(Event()) + "," + Entry(Encounter()), "collection"), 422);
        yield return new("bundle without a timestamp", Bundle(Status(Event()) + "," + Entry(Encounter()), more: ""), 200, Full);
        yield return new("bundle with id, identifier, total, link and signature", Bundle(Status(Event()) + "," + Entry(Encounter()), more: ""","id":"n-1","identifier":{"system":"urn:ietf:rfc:3986","value":"urn:uuid:0"},"total":1,"link":[{"relation":"self","url":"https://h.example/r4/Subscription/s§/$events"}],"signature":{"type":[{"code":"x"}],"when":"2026-03-01T08:00:00Z","who":{"reference":"Organization/1"},"data":"AA=="}"""), 200, Full);
        yield return new("bundle without entries", """{"resourceType":"Bundle","type":"history"}""", 422);
        yield return new("status behind the resource", Bundle(Entry(Encounter()) + "," + Status(Event())), 422);
        yield return new("R5's entry with its link and no request", Bundle(Status(Event()) + ",{\"link\":[{\"relation\":\"self\",\"url\":\"x\"}],\"fullUrl\":\"https://h.example/r4/Encounter/e§\",\"resource\":" + Encounter() + "}", "subscription-notification"), 200, "FullResource Encounter/e§ Unknown #1");
    }

    private static IEnumerable<UnusualMessage> Focuses()
    {
        foreach (var focus in new[] { "Encounter/e§", "https://h.example/r4/Encounter/e§", "http://h.example:8080/a/b/c/Encounter/e§", "Encounter/e§/_history/2", "https://h.example/r4/Encounter/e§/_history/2" })
        {
            yield return new($"focus {focus}, id only", Bundle(Status(Event(focus)) + "," + Entry()), 200, ById);
            yield return new($"focus {focus}, with the resource", Bundle(Status(Event(focus)) + "," + Entry(Encounter())), 200, Full);
        }

        const string Urn = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0";
        yield return new("focus by urn of the entry", Bundle(Status(Event(Urn)) + "," + Entry(Encounter(), Urn)), 200, Full);
        yield return new("focus by urn without its entry", Bundle(Status(Event(Urn))), 200, "EmptyNotification / Unknown #1 1-1");
        yield return new("focus contained in the status", Bundle(Status(Event("#e"))), 200, "EmptyNotification / Unknown #1 1-1");
        yield return new("focus by identifier", Bundle(Status(Event("", more: ""","focus":{"type":"Encounter","identifier":{"system":"urn:x","value":"FIN1"}}"""))), 200, "EmptyNotification / Unknown #1 1-1");
        yield return new("conditional focus", Bundle(Status(Event("Encounter?identifier=urn:x|FIN1"))), 200, "EmptyNotification / Unknown #1 1-1");
        yield return new("no focus and no resource", Bundle(Status(Event(""))), 200, "EmptyNotification / Unknown #1 1-1");
        yield return new("no focus, a resource", Bundle(Status(Event("")) + "," + Entry(Encounter())), 200, Full);
        yield return new("focus of a type that is not taken", Bundle(Status(Event("Observation/o1")) + "," + Entry("""{"resourceType":"Observation","id":"o1","status":"final"}""", "https://h.example/r4/Observation/o1")), 200);
        yield return new("focus of a type that FHIR does not have", Bundle(Status(Event("Zeppelin/z1")) + "," + Entry("""{"resourceType":"Zeppelin","id":"z1"}""", "https://h.example/r4/Zeppelin/z1")), 200);
        yield return new("R4 focus as valueUri", Bundle(Parameters(Part("\"valueUri\":\"https://h.example/r4/Encounter/e§\"")) + "," + Entry()), 200, ById);
        yield return new("R4 focus as valueReference, id only, no entry", Bundle(Parameters(Part())), 200, "IdOnly Encounter/e§ Unknown #1");
        yield return new("R4 event with related query and further parts", Bundle(Parameters(Part(more: """,{"name":"additional-context","valueReference":{"reference":"Patient/p§"}},{"name":"related-query","part":[{"name":"query","valueString":"x"}]}""")) + "," + Entry(Encounter())), 200, Full);
        yield return new("additional context is a resource of its own", Bundle(Status(Event(more: ""","additionalContext":[{"reference":"Patient/p§"}]""")) + "," + Entry(Encounter()) + "," + Entry("""{"resourceType":"Patient","id":"p§","active":true}""", "https://h.example/r4/Patient/p§", "GET", "Patient/p§")), 200, Full, "FullResource Patient/p§ Unknown #1");
        yield return new("R5's related query", Bundle(Status(Event(more: ""","relatedQuery":[{"queryType":{"system":"urn:x","code":"y"},"query":"/Observation?x=1"}]""")) + "," + Entry(Encounter())), 200, Full);
    }

    private static IEnumerable<UnusualMessage> Times()
    {
        foreach (var at in new[]
        {
            "2026-03-01T08:00:01.123456789012345Z", "2026-03-01T08:00:01+14:00", "2026-03-01T08:00:01-12:00", "2016-12-31T23:59:60Z", "1900-01-01T00:00:00Z", "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999Z", "2026-03-01T00:00:00-00:00", "2024-02-29T23:59:59+05:30", "2026-03-01T08:00:01.0Z",
        })
        {
            yield return new($"time {at}", Bundle(Status(Event(at: at)) + "," + Entry(Encounter())), 200, Full);
            yield return new($"time {at}, id only", Bundle(Parameters(Part(at: $"\"valueInstant\":\"{at}\"")) + "," + Entry()), 200, ById);
        }

        yield return new("no time", Bundle(Status(Event(at: "")) + "," + Entry(Encounter())), 200, Full);
        yield return new("a day where an instant belongs", Bundle(Status(Event(at: "2026-03-01")) + "," + Entry(Encounter())), 422);
        yield return new("R4 time as valueDateTime", Bundle(Parameters(Part(at: "\"valueDateTime\":\"2026-03-01T08:00:01Z\"")) + "," + Entry(Encounter())), 200, Full);
    }

    private static IEnumerable<UnusualMessage> Sizes()
    {
        var many = Enumerable.Range(1, 500).ToList();
        yield return new("500 events, id only", Bundle(Status(string.Join(',', many.Select(n => Event($"Encounter/e§-{n}", $"\"{n}\""))), count: "\"500\"")), 200, [.. many.Select(n => $"IdOnly Encounter/e§-{n} Unknown #{n}")]);
        yield return new("500 events with their resources, backwards", Bundle(Status(string.Join(',', many.Select(n => Event($"Encounter/e§-{n}", $"\"{n}\""))), count: "\"500\"") + "," + string.Join(',', many.AsEnumerable().Reverse().Select(n => Entry(Encounter(id: $"e§-{n}"), $"https://h.example/r4/Encounter/e§-{n}", "PUT", $"Encounter/e§-{n}")))), 200, [.. many.Select(n => $"FullResource Encounter/e§-{n} Update #{n}")]);
        yield return new("numbers out of order", Bundle(Status(string.Join(',', new[] { 3, 1, 2 }.Select(n => Event($"Encounter/e§-{n}", $"\"{n}\""))), count: "\"3\"")), 200, "IdOnly Encounter/e§-1 Unknown #1", "IdOnly Encounter/e§-2 Unknown #2", "IdOnly Encounter/e§-3 Unknown #3");
    }
}
