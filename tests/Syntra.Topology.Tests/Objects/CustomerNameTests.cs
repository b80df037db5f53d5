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

    private static string? Text(Phi<string>? value) => value?.Reveal(PhiAccess.Delivery);

    private static string Patient(string family) =>
        $$"""{"resourceType":"Patient","id":"7","active":true,"name":[{"use":"old","family":"Former"},{"use":"official","family":"{{family}}","given":["Ann","Marie"]}],"address":[{"use":"home","line":["2 Home St"]},{"use":"billing","line":["1 Billing Way"],"city":"Lakeside","state":"CA","postalCode":"93721"}]}""";
}
