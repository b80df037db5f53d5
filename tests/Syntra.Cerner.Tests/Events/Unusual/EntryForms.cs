using static Syntra.Cerner.Tests.Events.Unusual.Pieces;

namespace Syntra.Cerner.Tests.Events.Unusual;

/// <summary>What may stand behind the status: histories, deletions, operations, resources without an id, and the same message once more.</summary>
internal static class EntryForms
{
    private const string Full = "FullResource Encounter/e§ Update #1";
    private const string Outcome = """{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"incomplete"}]}""";

    internal static IEnumerable<UnusualMessage> All() => Deletions().Concat(Histories()).Concat(Companions()).Concat(Repetitions()).Concat(RestHooks());

    private static IEnumerable<UnusualMessage> Deletions()
    {
        const string Gone = "IdOnly Encounter/e§ Delete #1";
        yield return new("deleted, by fullUrl", Bundle(Status(Event()) + "," + Entry(method: "DELETE")), 200, Gone);
        yield return new("deleted, by request.url alone", Bundle(Status(Event()) + "," + Entry(fullUrl: "", method: "DELETE")), 200, Gone);
        yield return new("deleted, with an absolute request.url", Bundle(Status(Event()) + "," + Entry(fullUrl: "", method: "DELETE", url: "https://h.example/r4/Encounter/e§")), 200, Gone);
        yield return new("deleted, R4", Bundle(Parameters(Part()) + "," + Entry(method: "DELETE")), 200, Gone);
        yield return new("deleted, and the event names no focus", Bundle(Status(Event("")) + "," + Entry(method: "DELETE")), 200, "IdOnly Encounter/e§ Delete #1");
        yield return new("deleted and no event at all", Bundle(Status("") + "," + Entry(method: "DELETE")), 200, "IdOnly Encounter/e§ Delete #");
        yield return new("deleted with its last state", Bundle(Status(Event()) + "," + Entry(Encounter(), method: "DELETE")), 200, "FullResource Encounter/e§ Delete #1");
        // What is left of two events of one resource is not in the message: its server says how it stands.
        yield return new("changed, then deleted", Bundle(Status(Event() + "," + Event(number: "\"2\"", at: "2026-03-01T08:00:03Z"), count: "\"2\"") + "," + Entry(Encounter()) + "," + Entry(method: "DELETE")), 200, Full, "IdOnly Encounter/e§ Unknown #2");
        yield return new("deleted, then made anew, id only", Bundle(Status(Event() + "," + Event(number: "\"2\"", at: "2026-03-01T08:00:03Z"), count: "\"2\"") + "," + Entry(method: "DELETE") + "," + Entry(method: "POST", url: "Encounter")), 200, "IdOnly Encounter/e§ Unknown #1", "IdOnly Encounter/e§ Unknown #2");
        yield return new("deleted beside another that changed", Bundle(Status(Event() + "," + Event("Encounter/f§", "\"2\""), count: "\"2\"") + "," + Entry(Encounter()) + "," + Entry("", "https://h.example/r4/Encounter/f§", "DELETE", "Encounter/f§")), 200, Full, "IdOnly Encounter/f§ Delete #2");
        yield return new("deleted that no event names, beside one that changed", Bundle(Status(Event()) + "," + Entry(Encounter()) + "," + Entry("", "https://h.example/r4/Encounter/f§", "DELETE", "Encounter/f§")), 200, Full, "IdOnly Encounter/f§ Delete #1");
        yield return new("deleted of a type that is not taken", Bundle(Status(Event("Observation/o§")) + "," + Entry("", "https://h.example/r4/Observation/o§", "DELETE", "Observation/o§")), 200);
    }

    private static IEnumerable<UnusualMessage> Histories()
    {
        yield return new("two versions of one resource", Bundle(Status(Event() + "," + Event(number: "\"2\"", at: "2026-03-01T08:00:03Z"), count: "\"2\"") + "," + Entry(Encounter()) + "," + Entry(Encounter(meta: "\"meta\":{\"versionId\":\"2\"},"))), 200, Full, "FullResource Encounter/e§ Update #2");
        yield return new("two events, one state", Bundle(Status(Event() + "," + Event(number: "\"2\"", at: "2026-03-01T08:00:03Z"), count: "\"2\"") + "," + Entry(Encounter())), 200, Full);
        yield return new("one event, two versions", Bundle(Status(Event()) + "," + Entry(Encounter()) + "," + Entry(Encounter(meta: "\"meta\":{\"versionId\":\"2\"},"))), 200, Full, Full);
        foreach (var (method, interaction) in new[] { ("POST", "Create"), ("PUT", "Update"), ("PATCH", "Update"), ("GET", "Unknown"), ("HEAD", "Unknown") })
        {
            yield return new($"{method} of a resource", Bundle(Status(Event()) + "," + Entry(Encounter(), method: method, url: method == "POST" ? "Encounter" : "Encounter/e§")), 200, $"FullResource Encounter/e§ {interaction} #1");
            yield return new($"{method}, id only", Bundle(Status(Event()) + "," + Entry(method: method, url: method == "POST" ? "Encounter" : "Encounter/e§")), 200, $"IdOnly Encounter/e§ {interaction} #1");
        }

        yield return new("conditional update", Bundle(Status(Event()) + "," + Entry(Encounter(), method: "PUT", url: "Encounter?identifier=urn:x|1")), 200, Full);
        yield return new("merge: the surviving patient", Bundle(Status(Event("Patient/p§")) + "," + Entry("""{"resourceType":"Patient","id":"p§","link":[{"other":{"reference":"Patient/old§"},"type":"replaces"}]}""", "https://h.example/r4/Patient/p§", "POST", "Patient/$merge")), 200, "FullResource Patient/p§ Unknown #1");
        yield return new("merge: the patient that is gone", Bundle(Status(Event("Patient/old§")) + "," + Entry("""{"resourceType":"Patient","id":"old§","active":false,"link":[{"other":{"reference":"Patient/p§"},"type":"replaced-by"}]}""", "https://h.example/r4/Patient/old§", "POST", "https://h.example/r4/Patient/$merge")), 200, "FullResource Patient/old§ Unknown #1");
        yield return new("merge: its Parameters beside the patient", Bundle(Status(Event("Patient/p§")) + "," + Entry("""{"resourceType":"Patient","id":"p§"}""", "https://h.example/r4/Patient/p§", "POST", "Patient/$merge") + "," + Entry("""{"resourceType":"Parameters","parameter":[{"name":"source-patient","valueReference":{"reference":"Patient/old§"}}]}""", "urn:uuid:1", "POST", "Patient/$merge")), 200, "FullResource Patient/p§ Unknown #1");
        yield return new("merge: focus is the operation", Bundle(Status(Event("Patient/$merge"))), 200, "EmptyNotification / Unknown #1 1-1");
        yield return new("entry without request", Bundle(Status(Event()) + ",{\"fullUrl\":\"https://h.example/r4/Encounter/e§\",\"resource\":" + Encounter() + "}"), 200, "FullResource Encounter/e§ Unknown #1");
        yield return new("entry without fullUrl", Bundle(Status(Event()) + "," + Entry(Encounter(), "")), 200, Full);
        yield return new("entry with an etag, a time and an outcome in its response", Bundle(Status(Event()) + "," + Entry(Encounter()).Replace("\"response\":{\"status\":\"200\"}", "\"response\":{\"status\":\"200 OK\",\"etag\":\"W/\\\"1\\\"\",\"lastModified\":\"2026-03-01T08:00:00Z\",\"outcome\":" + Outcome + "}", StringComparison.Ordinal)), 200, Full);
        yield return new("entry with a conditional request", Bundle(Status(Event()) + "," + Entry(Encounter()).Replace("\"method\":\"PUT\"", "\"method\":\"PUT\",\"ifMatch\":\"W/\\\"1\\\"\",\"ifNoneExist\":\"x\"", StringComparison.Ordinal)), 200, Full);
        yield return new("null among the entries", Bundle(Status(Event()) + ",null," + Entry(Encounter())), 200, Full);
    }

    private static IEnumerable<UnusualMessage> Companions()
    {
        yield return new("an OperationOutcome, which has no id", Bundle(Status(Event()) + "," + Entry(Encounter()) + ",{\"resource\":" + Outcome + ",\"search\":{\"mode\":\"outcome\"}}"), 200, Full);
        yield return new("a Bundle within", Bundle(Status(Event()) + "," + Entry(Encounter()) + ",{\"resource\":{\"resourceType\":\"Bundle\",\"type\":\"collection\"}}"), 200, Full);
        yield return new("a Binary within", Bundle(Status(Event()) + "," + Entry(Encounter()) + ",{\"resource\":{\"resourceType\":\"Binary\",\"contentType\":\"text/plain\",\"data\":\"AA==\"}}"), 200, Full);
        yield return new("an Encounter of R5", Bundle(Status(Event()) + "," + Entry("""{"resourceType":"Encounter","id":"e§","status":"discharged","class":[{"coding":[{"code":"IMP"}]}],"actualPeriod":{"start":"2026-03-01T08:00:00Z"}}"""), "subscription-notification"), 200, Full);
        yield return new("an Encounter whose own content cannot be read", Bundle(Status(Event()) + "," + Entry(Encounter(",\"period\":{\"start\":\"yesterday\"}"))), 200, Full);
        yield return new("a resource without an id that is taken", Bundle(Status(Event()) + "," + Entry("""{"resourceType":"Encounter","status":"planned"}""")), 422);
        yield return new("resources of every type that is taken", Bundle(Status(Event("Practitioner/r§")) + "," + string.Join(',', new[] { "Practitioner/r§", "Device/d§", "Location/l§", "SupplyRequest/u§", "PractitionerRole/o§" }.Select(r => Entry($$"""{"resourceType":"{{r.Split('/')[0]}}","id":"{{r.Split('/')[1]}}"}""", "https://h.example/r4/" + r, "PUT", r)))), 200,
            "FullResource Practitioner/r§ Update #1", "FullResource Device/d§ Update #1", "FullResource Location/l§ Update #1", "FullResource SupplyRequest/u§ Update #1", "FullResource PractitionerRole/o§ Update #1");
    }

    private static IEnumerable<UnusualMessage> Repetitions()
    {
        yield return new("full resource, twice", Bundle(Status(Event()) + "," + Entry(Encounter())), 200, Full) { Times = 2 };
        yield return new("id only, twice", Bundle(Status(Event()) + "," + Entry()), 200, "IdOnly Encounter/e§ Update #1") { Times = 2 };
        yield return new("deleted, twice", Bundle(Status(Event()) + "," + Entry(method: "DELETE")), 200, "IdOnly Encounter/e§ Delete #1") { Times = 2 };
        yield return new("the same entry twice in one message", Bundle(Status(Event()) + "," + Entry(Encounter()) + "," + Entry(Encounter())), 200, Full);
        // Numbered within each message and without any time, a repetition and a second event look alike: it is fetched once more.
        yield return new("numbered within the message and undated, id only, twice", Bundle(Status(Event(at: "")) + "," + Entry(), more: ""), 200, "IdOnly Encounter/e§ Update #1", "IdOnly Encounter/e§ Update #1") { Times = 2, Sender = "relative" };
        yield return new("numbered within the message and undated, deleted, twice", Bundle(Status(Event(at: "")) + "," + Entry(method: "DELETE"), more: ""), 200, "IdOnly Encounter/e§ Delete #1", "IdOnly Encounter/e§ Delete #1") { Times = 2, Sender = "relative" };
        yield return new("numbered within the message and undated, empty, twice", Bundle(Status(Event("", at: "")), more: ""), 200, "EmptyNotification / Unknown #1 1-1", "EmptyNotification / Unknown #1 1-1") { Times = 2, Sender = "relative" };
        yield return new("numbered within the message, dated by the bundle, twice", Bundle(Status(Event(at: "")) + "," + Entry()), 200, "IdOnly Encounter/e§ Update #1") { Times = 2, Sender = "relative" };
    }

    private static IEnumerable<UnusualMessage> RestHooks()
    {
        const string Hook = "RestHook Encounter/e§ Unknown #";
        yield return new("a resource alone", Encounter(), 200, Hook);
        yield return new("a resource without meta", Encounter(meta: ""), 200, Hook);
        yield return new("a resource with contained ones that have no id", Encounter(""","contained":[{"resourceType":"Patient"},{"resourceType":"Zeppelin","id":"z"}]"""), 200, Hook);
        yield return new("a resource of a type that is not taken", """{"resourceType":"Observation","id":"o§","status":"final"}""", 422);
        yield return new("an id of 64 characters", Encounter(id: "e§".PadRight(61, 'x')), 200, "RestHook Encounter/" + "e§".PadRight(61, 'x') + " Unknown #");
        yield return new("an id of 65 characters", Encounter(id: new string('x', 65)), 422);
        yield return new("an id with a slash", Encounter(id: "a/b"), 422);
    }
}
