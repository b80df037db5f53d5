using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Cerner.Events.Publishing;
using Syntra.Cerner.Fhir.Backfill;
using Syntra.Cerner.Fhir.Polling;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Cerner.Tests.Events;
using Syntra.Contracts;
using Syntra.Sandbox.Cerner.Fhir;
using Syntra.Sandbox.Cerner.Fhir.Control;
using Syntra.Sandbox.Cerner.Fhir.Hooks;

namespace Syntra.Cerner.Tests.Fhir;

/// <summary>Sandbox, receiver, gap detector and back-fill together: whatever the webhooks lose is in Kafka in the end.</summary>
public sealed class BackfillTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private const string Sender = "open";
    private static readonly TimeSpan Limit = Hang.Limit;

    [Theory]
    [InlineData(true, "full-resource", "back1")]
    [InlineData(false, "full-resource", "back2")]
    [InlineData(true, "id-only", "back3")]
    [InlineData(true, "empty", "back4")]
    public async Task Webhooks_lost_repeated_and_out_of_order_leave_every_state_in_Kafka_and_no_gap_open(bool offersEvents, string content, string tenant)
    {
        await using var hooks = await HookRig.StartAsync(kafka, tenant);
        await using var server = await FhirServerAsync(tenant, offersEvents);
        await SubscribeAsync(server, hooks, content);
        server.HookFaults = new HookFaults { LosePerMille = 300, RepeatPerMille = 150, ReorderPerMille = 200, Seed = 7 };
        var random = new Random(11);
        for (var i = 0; i < 60; i++)
        {
            server.Put($$$"""{"resourceType":"Encounter","id":"e{{{random.Next(15)}}}","status":"in-progress"}""");
        }

        await UntilAsync(() => server.Waiting == 0);
        // What is lost at the very end shows by the next event that comes.
        server.HookFaults = new HookFaults();
        server.Put("""{"resourceType":"Encounter","id":"last","status":"finished"}""");
        await UntilAsync(() => server.Waiting == 0);
        Assert.True(server.Lost > 5);

        await FillAsync(hooks, server, offersEvents);

        Assert.All(hooks.Journal.Subscriptions, s => Assert.Empty(s.Gaps));
        var states = hooks.Events("Encounter").Select(e => $"Encounter/{e.ResourceId.Reveal(PhiAccess.Intake)}|{e.VersionId}").ToHashSet();
        Assert.Empty(server.Summary().Except(states));
        if (offersEvents && content == "full-resource")
        {
            Assert.Equal(61, hooks.Events("Encounter").Select(e => e.EventNumber).Distinct().Count());
        }
    }

    [Fact]
    public async Task A_server_that_is_away_holds_a_request_up_and_loses_none()
    {
        await using var hooks = await HookRig.StartAsync(kafka, "back5");
        await using var server = await FhirServerAsync("back5", offersEvents: true);
        await SubscribeAsync(server, hooks, "id-only");
        server.AddFaults([new CallFault { Match = "/Encounter/", Status = 503, Times = 5 }]);
        server.Put("""{"resourceType":"Encounter","id":"a"}""");
        await UntilAsync(() => server.Waiting == 0);

        await FillAsync(hooks, server, offersEvents: true);

        Assert.Equal("1", Assert.Single(hooks.Events("Encounter")).VersionId);
        Assert.Equal(2, hooks.Requests().Count);
    }

    [Theory]
    [InlineData(404, "back8")]
    [InlineData(403, "back9")]
    public async Task What_the_server_does_not_give_is_a_dead_letter_and_holds_up_none(int status, string tenant)
    {
        await using var hooks = await HookRig.StartAsync(kafka, tenant);
        await using var server = await FhirServerAsync(tenant, offersEvents: true);
        await SubscribeAsync(server, hooks, "id-only");
        server.AddFaults([new CallFault { Match = "/Encounter/hidden", Status = status, Times = int.MaxValue }]);
        server.Put("""{"resourceType":"Encounter","id":"hidden"}""");
        server.Put("""{"resourceType":"Encounter","id":"shown"}""");
        await UntilAsync(() => server.Waiting == 0);

        await FillAsync(hooks, server, offersEvents: true);

        Assert.Equal("shown", Assert.Single(hooks.Events("Encounter")).ResourceId.Reveal(PhiAccess.Intake));
        var letter = Assert.Single(hooks.Letters());
        Assert.Equal(("resource-not-given", hooks.Topics.Backfill, "backfill-" + Sender), (letter.ReasonCode, letter.Topic, letter.Node));
        Assert.DoesNotContain("hidden", letter.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_that_no_record_takes_is_a_dead_letter_and_holds_up_none()
    {
        await using var hooks = await HookRig.StartAsync(kafka, "back10");
        await using var server = await FhirServerAsync("back10", offersEvents: true);
        await SubscribeAsync(server, hooks, "id-only");
        server.Put($$$"""{"resourceType":"Encounter","id":"large","note":"{{{new string('x', 60_000)}}}"}""");
        server.Put("""{"resourceType":"Encounter","id":"shown"}""");
        await UntilAsync(() => server.Waiting == 0);

        await FillAsync(hooks, server, offersEvents: true, maxRecordBytes: 50_000);

        Assert.Equal("shown", Assert.Single(hooks.Events("Encounter")).ResourceId.Reveal(PhiAccess.Intake));
        Assert.Equal("event-too-large", Assert.Single(hooks.Letters()).ReasonCode);
    }

    [Fact]
    public async Task What_was_deleted_meanwhile_comes_as_a_deletion()
    {
        await using var hooks = await HookRig.StartAsync(kafka, "back6");
        await using var server = await FhirServerAsync("back6", offersEvents: true);
        await SubscribeAsync(server, hooks, "id-only");
        server.Put("""{"resourceType":"Encounter","id":"a"}""");
        await UntilAsync(() => server.Waiting == 0);
        server.HookFaults = new HookFaults { Silent = true };
        server.Delete("Encounter", "a");

        await FillAsync(hooks, server, offersEvents: true);

        var gone = Assert.Single(hooks.Events("Encounter"));
        Assert.Equal((EventInteraction.Delete, 0), (gone.Interaction, gone.Body.Reveal(PhiAccess.Intake).Length));
    }

    [Fact]
    public async Task A_subscription_that_numbers_anew_is_read_by_time()
    {
        await using var hooks = await HookRig.StartAsync(kafka, "back7");
        await using var server = await FhirServerAsync("back7", offersEvents: true);
        await SubscribeAsync(server, hooks, "full-resource");
        server.Put("""{"resourceType":"Encounter","id":"a"}""");
        await UntilAsync(() => server.Waiting == 0);
        server.HookFaults = new HookFaults { Silent = true };
        server.Put("""{"resourceType":"Encounter","id":"lost"}""");
        server.RestartNumbers("1");
        server.HookFaults = new HookFaults();
        server.Put("""{"resourceType":"Encounter","id":"b"}""");
        await UntilAsync(() => server.Waiting == 0);

        await FillAsync(hooks, server, offersEvents: true);

        Assert.Contains("lost", hooks.Events("Encounter").Select(e => e.ResourceId.Reveal(PhiAccess.Intake)));
        Assert.Empty(Assert.Single(hooks.Journal.Subscriptions).Gaps);
    }

    private static async Task<FhirSandbox> FhirServerAsync(string tenant, bool offersEvents) => await FhirSandbox.StartAsync(new FhirSandboxOptions
    {
        DatabaseFile = Path.Combine(Directory.CreateTempSubdirectory("syntra-fhir-" + tenant + "-").FullName, "fhir.db"), OffersEvents = offersEvents, PageSize = 5,
    });

    private static async Task SubscribeAsync(FhirSandbox server, HookRig hooks, string content)
    {
        using var http = new HttpClient();
        var subscription = new JsonObject
        {
            ["resourceType"] = "Subscription", ["status"] = "requested", ["reason"] = "test", ["criteria"] = "http://example.org/topics/encounters",
            ["_criteria"] = new JsonObject { ["extension"] = new JsonArray(new JsonObject { ["url"] = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria", ["valueString"] = "Encounter?" }) },
            ["channel"] = new JsonObject
            {
                ["type"] = "rest-hook", ["endpoint"] = new Uri(hooks.Http.BaseAddress!, $"hooks/{hooks.Topics.Tenant}/{Sender}").AbsoluteUri, ["payload"] = "application/fhir+json",
                ["_payload"] = new JsonObject { ["extension"] = new JsonArray(new JsonObject { ["url"] = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content", ["valueCode"] = content }) },
            },
        };
        using var made = await http.PostAsync(new Uri(server.FhirUrl.AbsoluteUri + "/Subscription"), new StringContent(subscription.ToJsonString(), Encoding.UTF8, "application/fhir+json"));
        Assert.Equal(201, (int)made.StatusCode);
        await UntilAsync(() => server.SubscriptionStatus("1") == "active");
    }

    // The gap watch looks long after the grace, the worker answers, until nothing is asked for any more.
    private async Task FillAsync(HookRig hooks, FhirSandbox server, bool offersEvents, int? maxRecordBytes = null)
    {
        var guard = Guards.Of(hooks.Topics.Tenant);
        using var http = Cerner.Fhir.Client.NetworkGuard.Client(allowPrivate: true);
        var client = new Cerner.Fhir.Client.FhirClient(
            http, new Cerner.Fhir.Client.FhirClientOptions { Base = server.FhirUrl, MaxAttempts = 1, AllowPrivateAddresses = true }, null, TimeProvider.System, NullLoggerFactory.Instance);
        using var publisher = new RawEventPublisher(
            new EventPublisherOptions { Tenant = hooks.Topics.Tenant, BootstrapServers = kafka.Broker.BootstrapServers, Tokens = guard.Tokens, Seal = guard.Sealer.Seal, AckTimeout = Hang.Limit, MaxRecordBytes = maxRecordBytes ?? 1_000_000 }, kafka.Registry, NullLoggerFactory.Instance);
        var options = new BackfillOptions
        {
            Tenant = hooks.Topics.Tenant, BootstrapServers = kafka.Broker.BootstrapServers, Sealer = guard.Sealer, BackoffBase = TimeSpan.FromMilliseconds(5),
            Servers = new Dictionary<string, BackfillServer> { [Sender] = new(client, [new PolledResource("Encounter")], offersEvents) },
        };
        using var worker = new BackfillWorker(options, publisher, hooks.Journal, kafka.Registry, TimeProvider.System, NullLoggerFactory.Instance);
        for (var round = 1; round <= 3; round++)
        {
            await hooks.LookAsync(TimeProvider.System.GetUtcNow().AddMinutes(10 * round));
            using var stop = new CancellationTokenSource(Limit);
            while (await worker.DrainAsync(stop.Token) > 0)
            {
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, "the condition did not come true in time");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
