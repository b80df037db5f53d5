using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Syntra.Cli.Realtime;
using Syntra.Contracts;
using Syntra.EndToEnd.Tests.InProcess;
using Syntra.EndToEnd.Tests.Program;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.EndToEnd.Tests.Composition;

/// <summary>What <c>syntra realtime</c> and <c>syntra run</c> put together of a tenant's files: receiver, pollers, signed source, back-fill, delivery and status, in the real program.</summary>
[Collection("realtime")]
public sealed class CompositionTests
{
    [Theory]
    [InlineData("realtime")]
    [InlineData("run")]
    public async Task One_event_of_each_way_stands_in_Fusion_a_lost_webhook_is_found_and_the_status_says_all_of_it(string verb)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var variables = verb == "run" ? await MillenniumAsync(folder.Path, cancellation) : [];
        await using (var system = await FeedSystem.StartAsync(verb, folder.Path, variables, cancellation))
        {
            await system.SubscribeAsync("1", "full-resource", "Encounter,Device", cancellation);
            await system.SubscribeAsync("2", "id-only", "SupplyRequest", cancellation);

            await EachWayAsync(system, cancellation);
            await LostAsync(system, cancellation);
            await RefusedAsync(system, cancellation);
            var settled = await system.UntilStatusAsync(r => IsSettled(r, verb), "everything is settled", cancellation);
            AssertCounts(settled, verb);
            await AssertPrintedAsync(system, verb);
            await AwayAsync(system, cancellation);
        }

        await AssertWaysAsync(folder.Path);
    }

    // One event a way: webhook with the resource, webhook with its id, equipment's webhook, poll, signed events.
    private static async Task EachWayAsync(FeedSystem system, CancellationToken cancellation)
    {
        system.Server.Put("""{"resourceType":"Encounter","id":"enc1","status":"in-progress","class":{"code":"IMP"}}""");
        system.Server.Put("""{"resourceType":"SupplyRequest","id":"sup1","status":"active","priority":"stat","itemCodeableConcept":{"text":"Gauze"},"quantity":{"value":12}}""");
        system.Server.Put("""{"resourceType":"Location","id":"loc1","status":"active","identifier":[{"system":"urn:syntra:cost-center","value":"C41"}],"name":"Unit 41"}""");
        system.Server.Emit("credential.changed", Practitioner("pra1", "9000000001"));
        await system.EquipmentAsync("PUMP-1", "2025-11-30", cancellation);

        await system.UntilStandAsync("parties", 1, cancellation);
        await system.UntilStandAsync("purchaseRequisitions", 1, cancellation);
        await system.UntilStandAsync("values", 1, cancellation);
        await system.UntilStandAsync("certificationItems", 1, cancellation);
        await system.UntilStandAsync("assets", 1, cancellation);
    }

    // A device that no webhook tells of is polled; an encounter that none tells of shows by the number of the next one.
    private static async Task LostAsync(FeedSystem system, CancellationToken cancellation)
    {
        await system.LoseAsync(
            () =>
            {
                system.Server.Put("""{"resourceType":"Device","id":"dev1","status":"active","type":{"text":"Ventilator"}}""");
                system.Server.Put("""{"resourceType":"Encounter","id":"enc2","status":"in-progress","class":{"code":"IMP"}}""");
            },
            expected: 2, cancellation);

        await system.UntilStandAsync("assets", 2, cancellation);
        Assert.Single(await system.StandingAsync("parties", cancellation));
        system.Server.Put("""{"resourceType":"Encounter","id":"enc3","status":"in-progress","class":{"code":"IMP"}}""");
        await system.UntilStandAsync("parties", 3, cancellation);
    }

    // One dead letter, one held and one parked, each by another way.
    private static async Task RefusedAsync(FeedSystem system, CancellationToken cancellation)
    {
        system.Server.Put("""{"resourceType":"Encounter","id":"enc4"}""");
        await system.EquipmentAsync("PUMP-2", "2150-01-01", cancellation);
        system.Server.Emit("role.changed", (JsonObject)JsonNode.Parse("""{"resourceType":"PractitionerRole","id":"rol1","active":true,"practitioner":{"identifier":{"value":"9000000001"}},"period":{"start":"1950-01-01"}}""")!);
        await system.UntilStatusAsync(r => (Of(r, "admissions").DeadLettered, Of(r, "equipment").Held, Of(r, "assignments").Parked) == (1, 1, 1), "one is dead-lettered, one held, one parked", cancellation);
    }

    private static bool IsSettled(StatusReport report, string verb) =>
        report.Domains.Where(d => d.Name is not ("hierarchy" or "equipment" or "assignments" or "charges")).All(d => d.Open == 0)
        && (verb == "realtime" || Of(report, "charges") is { InFlight: 0, Applied: > 0 });

    private static void AssertCounts(StatusReport report, string verb)
    {
        Assert.Equal(verb == "run", report.Domains.Any(d => d.Name == "charges"));
        Assert.All(report.Domains, d => Assert.Equal(d.Received, d.Applied + d.ZeroDelta + d.Stale + d.DeadLettered + d.Open));
        var expected = new Dictionary<string, (long Applied, long Dead, long Parked, long Held)>(StringComparer.Ordinal)
        {
            ["admissions"] = (3, 1, 0, 0), ["devices"] = (1, 0, 0, 0), ["equipment"] = (1, 0, 0, 1), ["credentials"] = (1, 0, 0, 0), ["assignments"] = (0, 0, 1, 0),
            ["cost-centers"] = (1, 0, 0, 0), ["urgent-supplies"] = (1, 0, 0, 0), ["patients"] = (0, 0, 0, 0),
        };
        foreach (var (name, counts) in expected)
        {
            var domain = Of(report, name);
            Assert.Equal((name, counts), (name, (domain.Applied, domain.DeadLettered, domain.Parked, domain.Held)));
            Assert.Equal(counts.Applied > 0, domain is { LastEventAt: not null, LastAcknowledgedAt: not null });
        }

        // The number of the lost device came again by its back-fill, which is what the poll had found.
        Assert.True(Of(report, "devices").ZeroDelta >= 1, StatusFiles.Print(report));
        Assert.Equal(2501.00m, Of(report, "equipment").LagAmount);
    }

    // What the script prints is what the runtime knows: every column of the table, every field of the JSON.
    private static async Task AssertPrintedAsync(FeedSystem system, string verb)
    {
        var json = await StatusVerb.JsonAsync(system.Program.State);
        var (exit, output, talk) = await StatusVerb.RunAsync(system.Program.State);
        Assert.Equal((0, ""), (exit, talk));
        var (rows, next) = StatusVerb.Table(output);
        Assert.True(json.GetProperty("running").GetBoolean());
        Assert.Equal(["at", "domains", "next", "process", "running", "tenant"], json.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        var domains = json.GetProperty("domains").EnumerateArray().ToDictionary(d => d.GetProperty("name").GetString()!, StringComparer.Ordinal);
        Assert.Equal(rows.Keys.Order(StringComparer.Ordinal), domains.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(verb == "run" ? 10 : 9, rows.Count);
        foreach (var (name, row) in rows)
        {
            AssertRow(domains[name], row);
        }

        Assert.Contains(next, l => l.StartsWith("equipment: 1 held", StringComparison.Ordinal));
        Assert.Contains(next, l => l.StartsWith("admissions: 1 dead-lettered", StringComparison.Ordinal));
        Assert.Contains(next, l => l.StartsWith("assignments: 1 parked", StringComparison.Ordinal));
    }

    private static void AssertRow(JsonElement domain, IReadOnlyDictionary<string, string> row)
    {
        // Times move between the two calls; what has settled does not.
        foreach (var (column, field) in new[] { ("tier", "tier"), ("bound s", "boundSeconds"), ("lag $", "lagAmount"), ("open", "open"), ("parked", "parked"), ("held", "held"), ("dead", "deadLettered") })
        {
            var value = domain.GetProperty(field);
            Assert.Equal(value.ValueKind == JsonValueKind.String ? value.GetString() : Number(value.GetRawText()), value.ValueKind == JsonValueKind.String ? row[column] : Number(row[column]));
        }

        Assert.InRange(Seconds(row["lag s"]), 0, 120);
        Assert.Equal(Seconds(row["bound s"]), Seconds(row["lag s"]) + Seconds(row["left s"]), 0.11);
        bool acknowledged = domain.GetProperty("lastAcknowledgedAt").ValueKind != JsonValueKind.Null;
        Assert.Matches(acknowledged ? @"^\d\d:\d\d:\d\d / \d\d:\d\d:\d\d$" : "^- / -$", row["last event / acknowledged"]);
        Assert.True(row["p99 ms"] == "-" || Seconds(row["p99 ms"]) > 0, row["p99 ms"]);
        Assert.Equal(
            [
                "applied", "boundSeconds", "budgetLeftSeconds", "deadLettered", "held", "inFlight", "lagAmount", "lagSeconds", "lastAcknowledgedAt", "lastEventAt", "latencyP50Ms", "latencyP99Ms", "name", "open", "parked",
                "received", "scheduled", "stale", "tier", "zeroDelta",
            ],
            domain.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    // While Fusion turns a kind away the lag grows, the budget shrinks below nothing, and the advice says why; afterwards it goes by itself.
    private static async Task AwayAsync(FeedSystem system, CancellationToken cancellation)
    {
        await system.Fusion.SetAsync([new PlannedFault("valueSets", "status", 503, Times: 100_000)]);
        system.Server.Put("""{"resourceType":"Location","id":"loc2","status":"active","identifier":[{"system":"urn:syntra:cost-center","value":"C42"}],"name":"Unit 42"}""");
        var behind = await system.UntilStatusAsync(r => Of(r, "cost-centers") is { InFlight: 1, LagSeconds: > 1, BudgetLeftSeconds: < 0 }, "the lag of cost centres passes its bound", cancellation);
        Assert.Contains(behind.Next, l => l.StartsWith("cost-centers is ", StringComparison.Ordinal));
        Assert.Contains(behind.Next, l => l.StartsWith("Fusion does not take CostCenter now", StringComparison.OrdinalIgnoreCase));
        await system.Fusion.ClearAsync();
        await system.UntilStandAsync("values", 2, cancellation);
        await system.UntilStatusAsync(r => Of(r, "cost-centers") is { Open: 0, Applied: 2, LagSeconds: 0 }, "cost centres have caught up", cancellation);
    }

    // The raw topics say how each was learnt.
    private static async Task AssertWaysAsync(string directory)
    {
        await using var stopped = await StoppedState.OpenAsync(directory, Path.Combine(directory, "state"));
        var topics = new TopicNames("lakeside");
        Dictionary<string, EventKind[]> Learnt(string type) => stopped.Opened<RawEvent>(topics.RawFhir(type), EventTopics.RawFhir(type))
            .GroupBy(e => e.ResourceId.Reveal(PhiAccess.Intake)).ToDictionary(g => g.Key, g => g.Select(e => e.Kind).Distinct().ToArray(), StringComparer.Ordinal);

        var encounters = Learnt("Encounter");
        Assert.Equal([EventKind.FullResource], encounters["enc1"]);
        Assert.Equal([EventKind.Backfilled], encounters["enc2"]);
        Assert.Equal([EventKind.FullResource], encounters["enc3"]);
        Assert.Equal(EventKind.Polled, Learnt("Device")["dev1"][0]);
        Assert.Equal([EventKind.IdOnly], Learnt("SupplyRequest")["sup1"]);
        Assert.Equal([EventKind.Polled], Learnt("Location")["loc1"]);
        var credential = Assert.Single(stopped.Opened<RawEvent>(topics.RawFhir("Practitioner"), EventTopics.RawFhir("Practitioner")));
        Assert.Equal(("mercy-events", EventKind.Polled), (credential.Sender, credential.Kind));
    }

    // A few charges of the seeded day, which `run` takes from the database.
    private static async Task<Dictionary<string, string>> MillenniumAsync(string directory, CancellationToken cancellation)
    {
        string file = Path.Combine(directory, "millennium.db");
        await using var cerner = await CernerSandbox.OpenAsync(new CernerSandboxOptions { DatabaseFile = file }, cancellation);
        var feeder = await HospitalDayFeeder.OpenAsync(cerner, new HospitalDayOptions { Charges = 20, Waves = 2, Duplicates = 2, UnmappedCharges = 1, RejectedCharges = 0, BadRows = BadRows.None }, cancellation);
        while (!feeder.Completed)
        {
            await feeder.FeedNextWaveAsync(cancellation);
        }

        return new Dictionary<string, string>(StringComparer.Ordinal) { ["SYNTRA_MILLENNIUM"] = "Data Source=" + file };
    }

    private static JsonObject Practitioner(string id, string npi) =>
        new() { ["resourceType"] = "Practitioner", ["id"] = id, ["active"] = true, ["identifier"] = new JsonArray(new JsonObject { ["system"] = "http://hl7.org/fhir/sid/us-npi", ["value"] = npi }) };

    private static DomainStatus Of(StatusReport report, string name) => report.Domains.Single(d => d.Name == name);

    private static string Number(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture).ToString("0.####", CultureInfo.InvariantCulture);

    private static double Seconds(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
