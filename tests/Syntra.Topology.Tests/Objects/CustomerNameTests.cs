using System.Text;
using Syntra.Contracts;
using Syntra.Governance.Sealing;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Objects;

/// <summary>Customers' names: filled where the register lets them go, sealed under the customer's key, late or changed.</summary>
public sealed class CustomerNameTests : IDisposable
{
    private const string Admission = """{"resourceType":"Encounter","id":"e1","status":"in-progress","class":{"code":"IMP"},"subject":{"reference":"Patient/7"}}""";
    private readonly ObjectDriver _objects = new(names: true);

    [Fact]
    public void A_patient_becomes_a_customer_with_its_official_name_and_billing_address_sealed()
    {
        _objects.Receive("Patient", "7", Patient("Canary-Smith"));

        var instruction = _objects.Instruction(ObjectKind.Customer);
        var name = _objects.NameIn(instruction);
        Assert.Equal(
            ("Ann Marie", "Canary-Smith", "1 Billing Way", "Lakeside", "93721"),
            (Text(name.FirstName), Text(name.LastName), Text(name.Address1), Text(name.City), Text(name.PostalCode)));
        Assert.Equal(ObjectDriver.Key("Patient", "7"), name.Person);
        Assert.DoesNotContain("Canary", Encoding.Latin1.GetString(instruction.Customer!.SealedParty!) + instruction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sealed_name_opens_under_its_own_customer_alone()
    {
        _objects.Receive("Patient", "7", Patient("Smith"));
        var instruction = _objects.Instruction(ObjectKind.Customer);
        Assert.Throws<SealException>(() => _objects.NameIn(instruction with { ObjectKey = ObjectDriver.Key("Patient", "8") }));
    }

    [Fact]
    public void An_admission_of_a_known_patient_bears_its_name_at_once()
    {
        _objects.Receive("Patient", "7", Patient("Smith"));
        _objects.Instruction(ObjectKind.Customer);

        _objects.Receive("Encounter", "e1", Admission);

        var made = _objects.Instruction(ObjectKind.Customer);
        Assert.Equal((ObjectDriver.Key("Encounter", "e1"), "Smith"), (made.ObjectKey, Text(_objects.NameIn(made).LastName)));
    }

    [Fact]
    public void An_admission_goes_without_a_name_and_once_more_when_its_patient_comes_late()
    {
        _objects.Receive("Encounter", "e1", Admission);
        var bare = _objects.Instruction(ObjectKind.Customer);
        Assert.Null(bare.Customer!.SealedParty);
        _objects.Answer(bare);

        _objects.Receive("Patient", "7", Patient("Smith"));
        _objects.Instruction(ObjectKind.Customer);
        _objects.Advance(TimeSpan.FromSeconds(1));

        var named = _objects.Instruction(ObjectKind.Customer);
        Assert.Equal((bare.ObjectKey, "Smith", true), (named.ObjectKey, Text(_objects.NameIn(named).LastName), named.SourceVersion > bare.SourceVersion));
        _objects.Answer(named, ObjectOutcome.Updated);
        _objects.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(_objects.Instructions(ObjectKind.Customer));
        var row = _objects.Row(ObjectKind.Customer, "Encounter", "e1");
        Assert.Equal((ObjectStatus.Posted, 2L, 2L), (row.Status, row.Received, row.Applied));
    }

    [Fact]
    public void A_name_that_comes_while_the_bare_customer_is_under_way_goes_behind_it()
    {
        _objects.Receive("Encounter", "e1", Admission);
        var bare = _objects.Instruction(ObjectKind.Customer);
        _objects.Receive("Patient", "7", Patient("Smith"));
        _objects.Instruction(ObjectKind.Customer);
        _objects.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_objects.Instructions(ObjectKind.Customer));

        _objects.Answer(bare);

        Assert.Equal("Smith", Text(_objects.NameIn(_objects.Instruction(ObjectKind.Customer)).LastName));
    }

    [Fact]
    public void An_admission_that_has_ended_meanwhile_gets_no_name()
    {
        _objects.Receive("Encounter", "e1", Admission);
        _objects.Answer(_objects.Instruction(ObjectKind.Customer));
        _objects.Receive("Encounter", "e1", """{"resourceType":"Encounter","id":"e1","status":"cancelled","subject":{"reference":"Patient/7"}}""", version: 2);
        _objects.Answer(_objects.Instruction(ObjectKind.Customer), ObjectOutcome.Updated);

        _objects.Receive("Patient", "7", Patient("Smith"));
        _objects.Instruction(ObjectKind.Customer);
        _objects.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(_objects.Instructions(ObjectKind.Customer));
    }

    [Fact]
    public void The_same_name_again_is_a_zero_delta_although_each_seal_differs_and_another_one_is_not()
    {
        _objects.Receive("Patient", "7", Patient("Smith"));
        _objects.Answer(_objects.Instruction(ObjectKind.Customer));
        _objects.Receive("Patient", "7", Patient("Smith"), version: 2);
        Assert.Empty(_objects.Instructions(ObjectKind.Customer));

        _objects.Receive("Patient", "7", Patient("Jones"), version: 3);

        Assert.Equal("Jones", Text(_objects.NameIn(_objects.Instruction(ObjectKind.Customer)).LastName));
    }

    [Fact]
    public void A_renamed_patient_renames_the_customers_of_its_encounters_at_once_and_once()
    {
        Admit("Smith");

        _objects.Receive("Patient", "7", Patient("Jones"), version: 2);

        var renamed = _objects.Instructions(ObjectKind.Customer);
        Assert.Equal([(ObjectDriver.Key("Encounter", "e1"), "Jones"), (ObjectDriver.Key("Patient", "7"), "Jones")], renamed.Select(i => (i.ObjectKey, Text(_objects.NameIn(i).LastName)!)).OrderBy(i => i.ObjectKey == ObjectDriver.Key("Patient", "7")));
        renamed.ToList().ForEach(i => _objects.Answer(i, ObjectOutcome.Updated));
        _objects.Receive("Patient", "7", Patient("Jones"), version: 3);
        _objects.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(_objects.Instructions(ObjectKind.Customer));
        var row = _objects.Row(ObjectKind.Customer, "Encounter", "e1");
        Assert.Equal((ObjectStatus.Posted, 2L, 2L, 0L), (row.Status, row.Received, row.Applied, row.ZeroDelta));
    }

    [Fact]
    public void A_rename_while_a_customer_is_under_way_goes_behind_it_and_the_newest_name_wins()
    {
        _objects.Receive("Patient", "7", Patient("Smith"));
        _objects.Answer(_objects.Instruction(ObjectKind.Customer));
        _objects.Receive("Encounter", "e1", Admission);
        var first = _objects.Instruction(ObjectKind.Customer);

        _objects.Receive("Patient", "7", Patient("Jones"), version: 2);
        _objects.Receive("Patient", "7", Patient("Brown"), version: 3);
        Assert.DoesNotContain(_objects.Instructions(ObjectKind.Customer), i => i.ObjectKey == first.ObjectKey);
        _objects.Answer(first);

        var next = _objects.Instruction(ObjectKind.Customer);
        Assert.Equal((first.ObjectKey, "Brown", true), (next.ObjectKey, Text(_objects.NameIn(next).LastName), next.SourceVersion > first.SourceVersion));
    }

    [Fact]
    public void An_older_state_of_a_patient_that_comes_late_renames_nobody()
    {
        Admit("Smith", version: 5);

        _objects.Receive("Patient", "7", Patient("Former"), version: 4);

        _objects.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(_objects.Instructions(ObjectKind.Customer));
        _objects.Receive("Encounter", "e2", Admission.Replace("e1", "e2", StringComparison.Ordinal));
        Assert.Equal("Smith", Text(_objects.NameIn(_objects.Instruction(ObjectKind.Customer)).LastName));
    }

    [Fact]
    public void The_customers_of_a_patient_that_was_combined_into_another_bear_the_others_name_until_it_is_undone()
    {
        Admit("Smith");
        _objects.Receive("Patient", "8", Patient("Survivor").Replace("\"7\"", "\"8\"", StringComparison.Ordinal));
        _objects.Answer(_objects.Instruction(ObjectKind.Customer));

        _objects.Receive("Patient", "7", Combined("8"), version: 2);
        AssertRenamed("Survivor");
        _objects.Receive("Patient", "8", Patient("Wedded").Replace("\"7\"", "\"8\"", StringComparison.Ordinal), version: 2);
        AssertRenamed("Wedded");
        _objects.Receive("Patient", "7", Patient("Smith"), version: 3);
        AssertRenamed("Smith");
        _objects.Receive("Patient", "8", Patient("Other").Replace("\"7\"", "\"8\"", StringComparison.Ordinal), version: 3);
        Assert.DoesNotContain(_objects.Instructions(ObjectKind.Customer), i => i.ObjectKey == ObjectDriver.Key("Encounter", "e1"));
    }

    [Fact]
    public void A_survivor_that_comes_after_the_combine_gives_its_name_then()
    {
        Admit("Smith");
        _objects.Receive("Patient", "7", Combined("8"), version: 2);
        Assert.DoesNotContain(_objects.Instructions(ObjectKind.Customer), i => i.ObjectKey == ObjectDriver.Key("Encounter", "e1"));

        _objects.Receive("Patient", "8", Patient("Survivor").Replace("\"7\"", "\"8\"", StringComparison.Ordinal));
        _objects.Advance(TimeSpan.FromSeconds(1));

        AssertRenamed("Survivor");
    }

    [Fact]
    public void Patients_that_were_combined_in_a_ring_stop_nothing()
    {
        Admit("Smith");
        _objects.Receive("Patient", "7", Combined("8"), version: 2);
        _objects.Receive("Patient", "8", Combined("7").Replace("\"id\":\"7\"", "\"id\":\"8\"", StringComparison.Ordinal));
        _objects.Advance(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(_objects.Instructions(ObjectKind.Customer), i => i.ObjectKey == ObjectDriver.Key("Encounter", "e1"));
    }

    [Fact]
    public void An_encounter_that_has_ended_or_has_another_patient_is_not_renamed()
    {
        Admit("Smith");
        _objects.Receive("Patient", "8", Patient("Other").Replace("\"7\"", "\"8\"", StringComparison.Ordinal));
        _objects.Answer(_objects.Instruction(ObjectKind.Customer));
        _objects.Receive("Encounter", "e1", Admission.Replace("Patient/7", "Patient/8", StringComparison.Ordinal), version: 2);
        AssertRenamed("Other");
        _objects.Receive("Patient", "7", Patient("Jones"), version: 2);
        Assert.DoesNotContain(_objects.Instructions(ObjectKind.Customer), i => i.ObjectKey == ObjectDriver.Key("Encounter", "e1"));

        _objects.Receive("Encounter", "e1", """{"resourceType":"Encounter","id":"e1","status":"cancelled","subject":{"reference":"Patient/8"}}""", version: 3);
        _objects.Answer(_objects.Instruction(ObjectKind.Customer), ObjectOutcome.Updated);
        _objects.Receive("Patient", "8", Patient("Wedded").Replace("\"7\"", "\"8\"", StringComparison.Ordinal), version: 2);
        Assert.DoesNotContain(_objects.Instructions(ObjectKind.Customer), i => i.ObjectKey == ObjectDriver.Key("Encounter", "e1"));
    }

    [Fact]
    public void A_patient_that_was_deleted_and_comes_back_under_another_name_renames_its_customers()
    {
        Admit("Smith");
        _objects.Receive("Patient", "7", "", version: 2, interaction: EventInteraction.Delete);
        Assert.DoesNotContain(_objects.Instructions(ObjectKind.Customer), i => i.ObjectKey == ObjectDriver.Key("Encounter", "e1"));
        _objects.Advance(TimeSpan.FromSeconds(1));

        _objects.Receive("Patient", "7", Patient("Jones"), version: 3);
        _objects.Advance(TimeSpan.FromSeconds(1));

        AssertRenamed("Jones");
    }

    [Fact]
    public void Tables_and_changelogs_hold_no_name_in_clear()
    {
        _objects.Receive("Encounter", "e1", Admission);
        _objects.Receive("Patient", "7", Patient("Canary-Smith"));
        _objects.Advance(TimeSpan.FromSeconds(1));
        var party = _objects.Driver.CreateOutputTopic(new TopicNames(Sample.Tenant).Party, Streams.Serialization.Serdes.String, Streams.Serialization.Serdes.Bytes);
        var record = Assert.Single(party.ReadAll());
        Assert.Equal(ObjectDriver.Key("Patient", "7"), record.Key);
        Assert.DoesNotContain("Canary", Encoding.Latin1.GetString(record.Value!), StringComparison.Ordinal);
        foreach (var (_, posted) in _objects.Posted.All())
        {
            Assert.DoesNotContain("Canary", posted.ToString(), StringComparison.Ordinal);
        }
    }

    public void Dispose() => _objects.Dispose();

    // A patient and its admission, both in Fusion.
    private void Admit(string family, long version = 1)
    {
        _objects.Receive("Patient", "7", Patient(family), version);
        _objects.Answer(_objects.Instruction(ObjectKind.Customer));
        _objects.Receive("Encounter", "e1", Admission);
        _objects.Answer(_objects.Instruction(ObjectKind.Customer));
    }

    private void AssertRenamed(string family)
    {
        var renamed = Assert.Single(_objects.Instructions(ObjectKind.Customer), i => i.ObjectKey == ObjectDriver.Key("Encounter", "e1"));
        Assert.Equal(family, Text(_objects.NameIn(renamed).LastName));
        _objects.Answer(renamed, ObjectOutcome.Updated);
    }

    private static string Combined(string into) =>
        $$$"""{"resourceType":"Patient","id":"7","active":false,"link":[{"other":{"reference":"Patient/{{{into}}}"},"type":"replaced-by"}]}""";

    private static string? Text(Phi<string>? value) => value?.Reveal(PhiAccess.Delivery);

    private static string Patient(string family) =>
        $$"""{"resourceType":"Patient","id":"7","active":true,"name":[{"use":"old","family":"Former"},{"use":"official","family":"{{family}}","given":["Ann","Marie"]}],"address":[{"use":"home","line":["2 Home St"]},{"use":"billing","line":["1 Billing Way"],"city":"Lakeside","state":"CA","postalCode":"93721"}]}""";
}
