using Syntra.Contracts;
using Syntra.Topology.Objects.Domains;
using Syntra.Topology.Objects.Pipeline;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Objects;

public sealed class ObjectPipelineTests : IDisposable
{
    private readonly ObjectDriver _objects = new();

    [Fact]
    public void The_topology_is_the_one_on_file() =>
        Golden.Check(_objects.Topology.Describe(), "tests", "Syntra.Topology.Tests", "Objects", "object-topology.golden.txt");

    [Fact]
    public void A_device_leaves_as_an_asset_and_is_posted_by_its_receipt()
    {
        _objects.Receive("Device", "d1", Device("Pump"));

        var instruction = _objects.Instruction(ObjectKind.Asset);
        Assert.Equal(ObjectDriver.Key("Device", "d1"), instruction.ObjectKey);
        Assert.Equal("Pump", instruction.Asset!.Description);
        Assert.Equal(ObjectStatus.InFlight, Row().Status);

        _objects.Answer(instruction);

        Assert.Equal((ObjectStatus.Posted, 1L, 1L), (Row().Status, Row().Received, Row().Applied));
    }

    [Fact]
    public void The_same_state_again_is_a_zero_delta()
    {
        _objects.Receive("Device", "d1", Device("Pump"));
        _objects.Answer(_objects.Instruction(ObjectKind.Asset));

        _objects.Receive("Device", "d1", Device("Pump"), version: 2);

        Assert.Empty(_objects.Instructions(ObjectKind.Asset));
        Assert.Equal((2L, 1L, 1L), (Row().Received, Row().Applied, Row().ZeroDelta));
    }

    [Fact]
    public void An_older_version_is_stale()
    {
        _objects.Receive("Device", "d1", Device("New"), version: 5);
        _objects.Receive("Device", "d1", Device("Old"), version: 4);

        Assert.Equal("New", _objects.Instruction(ObjectKind.Asset).Asset!.Description);
        Assert.Equal(1, Row().Stale);
    }

    [Fact]
    public void Behind_the_instruction_in_flight_the_newest_version_wins()
    {
        _objects.Receive("Device", "d1", Device("A"), version: 1);
        _objects.Receive("Device", "d1", Device("B"), version: 2);
        _objects.Receive("Device", "d1", Device("C"), version: 3);
        var first = _objects.Instruction(ObjectKind.Asset);

        _objects.Answer(first);

        Assert.Equal("C", _objects.Instruction(ObjectKind.Asset).Asset!.Description);
        Assert.Equal((3L, 1L, 1L), (Row().Received, Row().Applied, Row().Stale));
    }

    [Fact]
    public void While_Fusion_is_away_a_newer_version_leaves_behind_the_older_one()
    {
        _objects.Receive("Device", "d1", Device("A"), version: 1);
        var first = _objects.Instruction(ObjectKind.Asset);
        _objects.Advance(TimeSpan.FromSeconds(2));
        _objects.Receive("Device", "d1", Device("B"), version: 2);
        var second = _objects.Instruction(ObjectKind.Asset);
        Assert.Equal(("B", ObjectStatus.InFlight, 1), (second.Asset!.Description, Row().Status, Row().Overtaken.Count));

        _objects.Answer(first, ObjectOutcome.Superseded);
        _objects.Answer(second);

        Assert.Equal((ObjectStatus.Posted, 2L, 1L, 1L), (Row().Status, Row().Received, Row().Applied, Row().Stale));
        Assert.Equal("B", Row().Standing!.Asset!.Description);
    }

    [Fact]
    public void Where_the_newer_of_two_in_flight_is_refused_the_older_one_has_its_chance()
    {
        _objects.Receive("Device", "d1", Device("A"), version: 1);
        var first = _objects.Instruction(ObjectKind.Asset);
        _objects.Advance(TimeSpan.FromSeconds(2));
        _objects.Receive("Device", "d1", Device("B"), version: 2);
        var second = _objects.Instruction(ObjectKind.Asset);

        _objects.Answer(second, ObjectOutcome.Rejected, ObjectErrorClass.Poison, "FA_INVALID");
        Assert.Equal((ObjectStatus.InFlight, 0), (Row().Status, Row().Overtaken.Count));
        _objects.Answer(first);

        Assert.Equal((ObjectStatus.Posted, 1L, 1L), (Row().Status, Row().Applied, Row().DeadLettered));
        Assert.Equal("A", Row().Standing!.Asset!.Description);
        Assert.Single(_objects.Letters());
    }

    [Fact]
    public void A_second_answer_to_the_same_instruction_changes_nothing()
    {
        _objects.Receive("Device", "d1", Device("A"));
        var first = _objects.Instruction(ObjectKind.Asset);
        _objects.Answer(first);
        var posted = Row();

        _objects.Answer(first, ObjectOutcome.Rejected, ObjectErrorClass.Poison, "late");

        Assert.Equal(posted.Status, Row().Status);
        Assert.Empty(_objects.Letters());
    }

    [Fact]
    public void What_Fusion_parks_is_tried_again_by_the_clock()
    {
        _objects.Receive("Practitioner", "p1", Practitioner());
        var first = _objects.Instruction(ObjectKind.WorkerCredential);
        _objects.Answer(first, ObjectOutcome.Rejected, ObjectErrorClass.Parked, "worker-not-there-yet");
        Assert.Equal(ObjectStatus.Parked, _objects.Row(ObjectKind.WorkerCredential, "Practitioner", "p1").Status);
        Assert.Single(_objects.Timers.All());

        _objects.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(first.IdempotencyKey, _objects.Instruction(ObjectKind.WorkerCredential).IdempotencyKey);
        Assert.Empty(_objects.Timers.All());
    }

    [Fact]
    public void What_Fusion_holds_waits_for_a_newer_version()
    {
        _objects.Receive("Device", "d1", Device("A"));
        _objects.Answer(_objects.Instruction(ObjectKind.Asset), ObjectOutcome.Rejected, ObjectErrorClass.Held, "asset-retired");
        _objects.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ObjectStatus.Held, Row().Status);
        Assert.Empty(_objects.Instructions(ObjectKind.Asset));

        _objects.Receive("Device", "d1", Device("B"), version: 2);

        Assert.Equal("B", _objects.Instruction(ObjectKind.Asset).Asset!.Description);
        Assert.Equal(1, Row().Stale);
    }

    [Fact]
    public void Poison_goes_to_the_dead_letters_and_the_next_version_goes_on()
    {
        _objects.Receive("Device", "d1", Device("A"));
        _objects.Answer(_objects.Instruction(ObjectKind.Asset), ObjectOutcome.Rejected, ObjectErrorClass.Poison, "FA_X");

        Assert.Equal("fusion-FA_X", Assert.Single(_objects.Letters()).ReasonCode);
        Assert.Equal(ObjectStatus.DeadLettered, Row().Status);

        _objects.Receive("Device", "d1", Device("B"), version: 2);

        Assert.Equal("B", _objects.Instruction(ObjectKind.Asset).Asset!.Description);
    }

    [Fact]
    public void A_resource_that_cannot_be_read_is_a_dead_letter_without_its_content()
    {
        _objects.Receive("Device", "d1", """{"resourceType":"Device","id":"d1","status":["Smith"]}""");

        var letter = Assert.Single(_objects.Letters());
        Assert.Equal("resource-unreadable", letter.ReasonCode);
        Assert.DoesNotContain("Smith", letter.Reason, StringComparison.Ordinal);
        Assert.Equal((1L, 1L), (Row().Received, Row().DeadLettered));
    }

    [Fact]
    public void A_key_that_is_not_the_resources_token_is_refused()
    {
        _objects.Receive("Device", "d1", Device("A"), key: "Mrs Smith");

        var letter = Assert.Single(_objects.Letters());
        Assert.Equal(("key-mismatch", null), (letter.ReasonCode, letter.RecordId));
    }

    [Fact]
    public void An_encounter_that_was_combined_ends_its_customer_and_an_uncombine_brings_it_back()
    {
        const string standing = """{"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":"IMP"},"subject":{"reference":"Patient/7"}}""";
        _objects.Receive("Encounter", "e1", standing);
        _objects.Answer(_objects.Instruction(ObjectKind.Customer));

        _objects.Receive("Encounter", "e1", """{"resourceType":"Encounter","id":"e1","status":"unknown","partOf":{"reference":"Encounter/e2"}}""", version: 2);
        var end = _objects.Instruction(ObjectKind.Customer);
        Assert.Equal(ObjectOperation.End, end.Operation);
        _objects.Answer(end, ObjectOutcome.Updated);
        Assert.Equal(ObjectStatus.NothingDue, _objects.Row(ObjectKind.Customer, "Encounter", "e1").Status);

        _objects.Receive("Encounter", "e1", standing, version: 3);
        Assert.Equal(ObjectOperation.Upsert, _objects.Instruction(ObjectKind.Customer).Operation);
    }

    [Fact]
    public void A_patient_that_was_replaced_ends_and_its_name_never_leaves()
    {
        _objects.Receive("Patient", "7", """{"resourceType":"Patient","id":"7","active":true,"name":[{"family":"Smith"}]}""");
        var made = _objects.Instruction(ObjectKind.Customer);
        Assert.DoesNotContain("Smith", made.ToString(), StringComparison.Ordinal);
        Assert.Null(made.Customer!.SealedParty);
        _objects.Answer(made);

        _objects.Receive("Patient", "7", """{"resourceType":"Patient","id":"7","active":false,"link":[{"type":"replaced-by","other":{"reference":"Patient/8"}}]}""", version: 2);

        Assert.Equal(ObjectOperation.End, _objects.Instruction(ObjectKind.Customer).Operation);
        Assert.Equal(ObjectDriver.Key("Patient", "7"), _objects.Opened.Patients[0]);
    }

    [Fact]
    public void A_deleted_resource_ends_what_stands()
    {
        _objects.Receive("Device", "d1", Device("A"));
        _objects.Answer(_objects.Instruction(ObjectKind.Asset));

        _objects.Receive("Device", "d1", "", version: 2, interaction: EventInteraction.Delete);

        Assert.Equal(ObjectOperation.End, _objects.Instruction(ObjectKind.Asset).Operation);
    }

    [Fact]
    public void Each_licence_is_an_object_of_its_own_and_one_that_is_no_longer_listed_ends()
    {
        _objects.Receive("Practitioner", "p1", Practitioner("L1", "L2"));
        var made = _objects.Instructions(ObjectKind.WorkerCredential);
        Assert.Equal(3, made.Select(i => i.ObjectKey).Distinct().Count());
        Assert.All(made, i => Assert.True(i.ObjectKey.Length <= 64));
        foreach (var one in made)
        {
            _objects.Answer(one);
        }

        _objects.Receive("Practitioner", "p1", Practitioner("L2"), version: 2);

        var end = _objects.Instruction(ObjectKind.WorkerCredential);
        Assert.Equal((ObjectOperation.End, "L1"), (end.Operation, end.Credential!.LicenseNumber));
    }

    [Fact]
    public void A_batched_tier_sends_at_the_end_of_its_window()
    {
        using var batched = new ObjectDriver(Tier.QuarterHour);
        batched.Receive("Device", "d1", Device("A"), version: 1);
        batched.Receive("Device", "d1", Device("B"), version: 2);
        Assert.Empty(batched.Instructions(ObjectKind.Asset));
        Assert.Equal(ObjectStatus.Scheduled, batched.Row(ObjectKind.Asset, "Device", "d1").Status);

        batched.Advance(TimeSpan.FromMinutes(7));
        Assert.Empty(batched.Instructions(ObjectKind.Asset));
        batched.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("B", batched.Instruction(ObjectKind.Asset).Asset!.Description);
    }

    [Fact]
    public void The_observer_is_told_how_objects_stand_and_how_long_they_took()
    {
        var observer = new Watching();
        using var watched = new ObjectDriver(observer: observer);
        watched.Receive("Device", "d1", Device("A"));
        watched.Answer(watched.Instruction(ObjectKind.Asset));
        watched.Advance(TimeSpan.FromSeconds(1));

        var counts = observer.Counts["device-asset"];
        Assert.Equal((1L, 1L, 1L, 0L), (counts.Objects, counts.Received, counts.Applied, counts.Open));
        Assert.Equal("device-asset", Assert.Single(observer.Times).Domain);
    }

    public void Dispose() => _objects.Dispose();

    private PostedObject Row() => _objects.Row(ObjectKind.Asset, "Device", "d1");

    private static string Device(string kind) => $$"""{"resourceType":"Device","id":"d1","status":"active","type":{"text":"{{kind}}"} }""";

    private static string Practitioner(params string[] licences)
    {
        var listed = string.Join(',', licences.Select(l => $$"""{"identifier":[{"value":"{{l}}"}],"code":{"coding":[{"code":"MD"}],"text":"Physician"} }"""));
        return $$"""{"resourceType":"Practitioner","id":"p1","active":true,"identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567890"}],"qualification":[{{listed}}]}""";
    }

    private sealed class Watching : IObjectObserver
    {
        public Dictionary<string, ObjectCounts> Counts { get; } = new(StringComparer.Ordinal);

        public List<ObjectTimes> Times { get; } = [];

        public void Stands(int partition, IReadOnlyDictionary<string, ObjectCounts> counts)
        {
            foreach (var (domain, count) in counts)
            {
                Counts[domain] = count;
            }
        }

        public void Left(int partition)
        {
        }

        public void Acknowledged(ObjectTimes times) => Times.Add(times);
    }
}
