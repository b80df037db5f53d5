using Syntra.Cerner.Fhir.Polling;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Cerner.Tests.Events;
using Syntra.Contracts;
using Syntra.Fhir.Tests;
using Syntra.Sandbox.Cerner.Fhir.Control;

namespace Syntra.Cerner.Tests.Fhir;

public sealed class PollingTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    [Fact]
    public async Task A_window_with_too_many_matches_is_halved_until_the_server_answers()
    {
        await using var rig = await FhirRig.StartAsync(kafka, o => o with { MaxPatientMatches = 3 });
        for (var i = 0; i < 20; i++)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(3));
            rig.Server.Put($$$"""{"resourceType":"Patient","id":"p{{{i}}}"}""");
        }

        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        using var source = rig.Source(new FhirPollOptions { Resources = [new PolledResource("Patient")], Since = rig.Clock.GetUtcNow().AddDays(-1) });
        await source.PollOnceAsync();
        Assert.Equal(rig.Server.Summary().Order(), rig.States("Patient").Order());
    }

    [Fact]
    public async Task Tokens_withdrawn_and_pages_lost_in_mid_walk_lose_nothing()
    {
        await using var rig = await FhirRig.StartAsync(kafka);
        for (var i = 0; i < 40; i++)
        {
            rig.Server.Put($$$"""{"resourceType":"Device","id":"d{{{i}}}"}""");
        }

        using var source = rig.Source(new FhirPollOptions { Resources = [new PolledResource("Device", Mode: PollMode.Walk)], WalkInterval = TimeSpan.Zero });
        rig.Server.AddFaults([new CallFault { Match = "pageContext", Status = 404, Code = "not-found" }, new CallFault { Match = "pageContext", Status = 429, Code = "throttled", RetryAfter = 1 }]);
        await source.PollOnceAsync();
        rig.Server.RevokeTokens();
        await source.PollOnceAsync();
        await rig.RestartServerAsync();
        await source.PollOnceAsync();
        Assert.Equal(rig.Server.Summary().Order(), rig.States("Device").Order());
    }

    [Fact]
    public async Task The_other_side_of_a_merge_is_read_although_no_search_shows_it()
    {
        await using var rig = await FhirRig.StartAsync(kafka);
        rig.Server.Put("""{"resourceType":"Patient","id":"old","active":false,"link":[{"type":"replaced-by","other":{"reference":"Patient/new"}}]}""");
        rig.Server.Put("""{"resourceType":"Encounter","id":"survivor","status":"in-progress"}""");
        rig.Clock.Advance(TimeSpan.FromHours(1));
        var since = rig.Clock.GetUtcNow();
        rig.Clock.Advance(TimeSpan.FromMinutes(20));
        rig.Server.Put("""{"resourceType":"Patient","id":"new","active":true,"link":[{"type":"replaces","other":{"reference":"Patient/old"}}]}""");
        rig.Server.Put("""{"resourceType":"Encounter","id":"merged","status":"unknown","partOf":{"reference":"Encounter/survivor"}}""");
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        using var source = rig.Source(new FhirPollOptions { Resources = [new PolledResource("Patient"), new PolledResource("Encounter")], Since = since });
        await source.PollOnceAsync();
        Assert.Equal(["Patient/new|1", "Patient/old|1"], rig.States("Patient").Order());
        Assert.Equal(["Encounter/merged|1", "Encounter/survivor|1"], rig.States("Encounter").Order());
    }

    [Fact]
    public async Task A_type_that_the_server_refuses_does_not_hold_up_the_others_and_goes_on_where_it_was()
    {
        await using var rig = await FhirRig.StartAsync(kafka);
        rig.Server.Put("""{"resourceType":"Device","id":"d"}""");
        rig.Server.Put("""{"resourceType":"Location","id":"l"}""");
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        rig.Server.AddFaults([new CallFault { Match = "/Device", Status = 500, Code = "required", Severity = "fatal" }]);
        using var source = rig.Source(new FhirPollOptions { Resources = [new PolledResource("Device"), new PolledResource("Location")] });
        await source.PollOnceAsync();
        Assert.Empty(rig.States("Device"));
        Assert.Equal(["Location/l|1"], rig.States("Location"));
        await source.PollOnceAsync();
        Assert.Equal(["Device/d|1"], rig.States("Device"));
    }

    [Fact]
    public async Task A_poll_gives_a_state_the_identity_that_a_rest_hook_gives_it()
    {
        await using var hooks = await HookRig.StartAsync(kafka, "same1");
        await using var rig = await FhirRig.StartAsync(kafka);
        rig.Server.Put("""{"resourceType":"Encounter","id":"e1","status":"in-progress"}""");
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        using var source = rig.Source(new FhirPollOptions { Resources = [new PolledResource("Encounter")] }, name: "open");
        await source.PollOnceAsync();
        var polled = Assert.Single(rig.Events("Encounter"));
        await hooks.StatusAsync("open", System.Text.Encoding.UTF8.GetString(polled.Body.Reveal(PhiAccess.Intake)));
        var pushed = Assert.Single(hooks.Events("Encounter"));
        Assert.Equal((polled.EventId, polled.ResourceId, polled.VersionId, polled.LastUpdated), (pushed.EventId, pushed.ResourceId, pushed.VersionId, pushed.LastUpdated));
        Assert.Equal((EventKind.Polled, EventKind.RestHook), (polled.Kind, pushed.Kind));
    }

    [Fact]
    public async Task Every_resource_of_a_bulk_export_comes_once()
    {
        var folder = Path.Combine(OutsideData.Folder("smart-bulk-10"));
        await using var rig = await FhirRig.StartAsync(kafka, o => o with { PageSize = 200 });
        string[] types = ["Device", "Encounter", "Location", "Organization", "Patient", "Practitioner", "PractitionerRole"];
        foreach (var type in types)
        {
            rig.Server.Load(Path.Combine(folder, type + ".ndjson"));
        }

        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        using var source = rig.Source(new FhirPollOptions { Resources = [.. types.Select(t => new PolledResource(t))] });
        await source.PollOnceAsync();
        await source.PollOnceAsync();
        Assert.Equal(rig.Server.Summary().Order(), types.SelectMany(rig.States).Order());
    }
}
