using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Cerner.Events.Polling;
using Syntra.Cerner.Fhir.Client;
using Syntra.Cerner.SignedEvents;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Contracts;
using Syntra.Sandbox.Cerner.Fhir.Control;

namespace Syntra.Cerner.Tests.Fhir;

public sealed class SignedEventTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private static readonly byte[] Old = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] New = [.. Enumerable.Repeat((byte)2, 32)];

    [Fact]
    public async Task Events_become_records_of_the_resource_that_they_are_about()
    {
        await using var rig = await RigAsync(kafka);
        Emit(rig, "department.changed", "Organization", "o1");
        Emit(rig, "credential.changed", "Practitioner", "n1");
        Emit(rig, "supply.requested", "SupplyRequest", "s1");
        Emit(rig, "weather.changed", "Organization", "o2");
        Emit(rig, "credential.changed", "Patient", "p1");
        using var source = Source(rig, [Old]);
        await source.PollOnceAsync();
        await source.PollOnceAsync();
        var nurse = Assert.Single(rig.Events("Practitioner"));
        Assert.Equal((2L, "mercy-events/events", EventKind.Polled, EventInteraction.Update), (nurse.EventNumber!.Value, nurse.Subscription, nurse.Kind, nurse.Interaction));
        Assert.Single(rig.Events("Organization"));
        Assert.Single(rig.Events("SupplyRequest"));
    }

    [Fact]
    public async Task What_is_no_event_is_dead_lettered_once_by_its_number_and_without_a_word_of_what_it_held()
    {
        await using var rig = await RigAsync(kafka);
        Emit(rig, "credential.changed", "Patient", "canary-patient");
        rig.Server.Emit("credential.changed", new JsonObject { ["resourceType"] = "Practitioner", ["name"] = "canary-nurse" });
        rig.Server.Emit("department.changed", new JsonObject { ["canary"] = "canary-nothing" });
        Emit(rig, "weather.changed", "Organization", "o2");
        using (var source = Source(rig))
        {
            await source.PollOnceAsync();
            await source.PollOnceAsync();
        }

        Emit(rig, "department.changed", "Organization", "o1");
        using (var next = Source(rig))
        {
            await next.PollOnceAsync();
        }

        var serializer = new Avro.AvroSerializer<DeadLetter>(rig.Kafka.Registry);
        var records = rig.Kafka.Committed(rig.Topics.DeadLetters);
        var letters = records.Select(r => serializer.Deserialize(rig.Topics.DeadLetters, r.Message.Value)).OrderBy(l => l.Offset).ToList();
        Assert.Equal([(1L, "event-of-another-resource"), (2L, "event-unreadable"), (3L, "event-unreadable")], letters.Select(l => (l.Offset, l.ReasonCode)));
        Assert.All(letters, l => Assert.Equal(("mercy-events/events", "source-mercy-events"), (l.Topic, l.Node)));
        Assert.All(records, r => Assert.DoesNotContain("canary", r.Message.Key + System.Text.Encoding.Latin1.GetString(r.Message.Value), StringComparison.Ordinal));
        Assert.Equal(5L, Assert.Single(rig.Events("Organization")).EventNumber);
    }

    [Fact]
    public async Task A_secret_is_rotated_without_a_pause()
    {
        await using var rig = await RigAsync(kafka);
        using var source = Source(rig, [Old, New]);
        foreach (var secrets in new byte[][][] { [Old], [Old, New], [New] })
        {
            rig.Server.EventSecrets = [.. secrets.Select(s => "whsec_" + Convert.ToBase64String(s))];
            Emit(rig, "department.changed", "Organization", "o1");
            await source.PollOnceAsync();
        }

        Assert.Equal([1L, 2L, 3L], rig.Events("Organization").Select(e => e.EventNumber!.Value));
    }

    [Fact]
    public async Task An_answer_that_was_changed_or_signed_by_another_or_long_ago_is_not_taken_and_its_place_is_kept()
    {
        await using var rig = await RigAsync(kafka);
        Emit(rig, "department.changed", "Organization", "o1");
        using var source = Source(rig, [Old]);
        rig.Server.TamperedAnswers = 1;
        await RefusedAsync(source);
        rig.Server.EventSecrets = ["whsec_" + Convert.ToBase64String(New)];
        await RefusedAsync(source);
        rig.Server.EventSecrets = [];
        await RefusedAsync(source);
        rig.Server.EventSecrets = ["whsec_" + Convert.ToBase64String(Old)];
        using var late = Source(rig, [Old], new SteppedClock(rig.Clock.GetUtcNow().AddMinutes(6)));
        await RefusedAsync(late);
        Assert.Empty(rig.Events("Organization"));

        using var next = Source(rig, [Old]);
        await next.PollOnceAsync();
        Assert.Single(rig.Events("Organization"));
    }

    [Theory]
    [InlineData("""{"events":[],"cursor":3,"more":false}""")]
    [InlineData("""{"events":[{"id":"a","sequence":5,"type":"x","occurredAt":"2026-03-01T08:00:00Z","data":{}}],"cursor":5,"more":false}""")]
    [InlineData("""{"events":[],"cursor":4,"more":true}""")]
    [InlineData("""{"events":[{"id":"a","sequence":5,"type":"x","occurredAt":"yesterday","data":{}}],"cursor":5,"more":false}""")]
    [InlineData("""{"events":[]}""")]
    [InlineData("[]")]
    [InlineData("canary")]
    public void An_answer_that_leaves_out_a_number_or_keeps_to_no_contract_is_refused(string body)
    {
        var fault = Assert.Throws<FhirFaultException>(() => SignedPage.Read(System.Text.Encoding.UTF8.GetBytes(body), after: 3 + (body.Contains("\"cursor\":3", StringComparison.Ordinal) ? 1 : 0)));
        Assert.Equal(FhirFaultKind.Unreadable, fault.Kind);
        Assert.DoesNotContain("canary", fault.ToString(), StringComparison.Ordinal);
    }

    internal static Task<FhirRig> RigAsync(KafkaFixture kafka) => FhirRig.StartAsync(kafka, o => o with { Accounts = [], SigningSecrets = ["whsec_" + Convert.ToBase64String(Old)] });

    internal static EventPollSource Source(FhirRig rig, IReadOnlyList<byte[]>? secrets = null, TimeProvider? time = null)
    {
        var guard = Guards.Of(rig.Topics.Tenant);
        var options = new EventSourceOptions
        {
            Name = "mercy-events", Tenant = rig.Topics.Tenant, BootstrapServers = rig.Kafka.Broker.BootstrapServers, Tokens = guard.Tokens, Sealer = guard.Sealer,
            PollInterval = TimeSpan.FromMilliseconds(20), BackoffBase = TimeSpan.FromMilliseconds(10), BackoffCap = TimeSpan.FromMilliseconds(50),
        };
        var events = new SignedEventsOptions { Address = new Uri(rig.Server.BaseUrl, "v1/events"), Secrets = secrets ?? [Old], Limit = 7 };
        return SignedEventSource.Create(options, events, NetworkGuard.Client(allowPrivate: true), null, rig.Kafka.Registry, time ?? rig.Clock, NullLoggerFactory.Instance);
    }

    internal static void Emit(FhirRig rig, string kind, string type, string id) =>
        rig.Server.Emit(kind, new JsonObject { ["resourceType"] = type, ["id"] = id });

    private static async Task RefusedAsync(EventPollSource source) =>
        Assert.Equal(FhirFaultKind.Untrusted, (await Assert.ThrowsAsync<FhirFaultException>(() => source.PollOnceAsync())).Kind);
}

/// <summary>The signed event source before the suite for all sources; an event is known by its number.</summary>
public sealed class SignedEventCompliance(KafkaFixture kafka) : SourceCompliance(kafka)
{
    private protected override async Task<ISourceFixture> CreateAsync() => new Fixture(await SignedEventTests.RigAsync(Kafka));

    private sealed class Fixture(FhirRig rig) : ISourceFixture
    {
        private readonly List<string> _all = [];

        public Task ChangeAsync(Random random)
        {
            for (var i = 0; i < 20; i++)
            {
                var id = random.Next(9);
                SignedEventTests.Emit(rig, "department.changed", "Organization", "o" + id);
                _all.Add($"o{id}|{_all.Count + 1}");
            }

            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<string>> LatestAsync() => Task.FromResult<IReadOnlyList<string>>([.. _all]);

        public IReadOnlyList<string> Written() => [.. rig.Events("Organization").Select(e => $"{e.ResourceId.Reveal(PhiAccess.Intake)}|{e.EventNumber}")];

        public ISourceUnderTest Open() => new FhirSourceFixture.Instance(SignedEventTests.Source(rig));

        public void Break(bool broken)
        {
            rig.Server.ClearFaults();
            if (broken)
            {
                rig.Server.AddFaults([new CallFault { Status = 503, Times = int.MaxValue }]);
            }
        }

        public ValueTask DisposeAsync() => rig.DisposeAsync();
    }
}
