using System.Buffers;
using System.Text;
using Syntra.Avro.Registry;
using Syntra.Cli.Protection;
using Syntra.Contracts;
using Syntra.Governance.Disclosure;
using Syntra.Governance.Keys;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Tests.Protection;

public sealed class SealedPartyDisclosureTests : IPhiAccessLog
{
    private static readonly TopicNames Topics = new("lakeside");
    private readonly List<string> told = [];

    [Fact]
    public async Task A_name_opens_under_its_customer_and_the_patient_is_logged_before_it_leaves()
    {
        var (route, instruction) = await SealedAsync("Smith", "Ann");

        var identity = await route.OpenAsync(instruction, CancellationToken.None);
        Assert.Equal(("Ann", "Smith", "1 Way"), (identity!.FirstName, identity.LastName, identity.Address1));
        Assert.DoesNotContain("Smith", identity.ToString(), StringComparison.Ordinal);
        Assert.Empty(told);
        await route.RecordAsync(instruction, "hubPersons.create", CancellationToken.None);
        Assert.Equal(["patient-token"], told);
    }

    [Fact]
    public async Task A_name_that_was_sealed_for_another_customer_or_never_is_not_opened()
    {
        var (route, instruction) = await SealedAsync("Smith", null);

        Assert.Equal("-", (await route.OpenAsync(instruction, CancellationToken.None))!.FirstName);
        Assert.Null(await route.OpenAsync(instruction with { ObjectKey = "other" }, CancellationToken.None));
        Assert.Null(await route.OpenAsync(instruction with { Customer = instruction.Customer! with { SealedParty = null } }, CancellationToken.None));
        await Assert.ThrowsAsync<KeyException>(async () => await route.RecordAsync(instruction with { ObjectKey = "other" }, "hubPersons.create", CancellationToken.None));
        Assert.Empty(told);
    }

    void IPhiAccessLog.Opened(string patient) => told.Add(patient);

    private async Task<(SealedPartyDisclosure Route, ObjectInstruction Instruction)> SealedAsync(string last, string? first)
    {
        var protection = await VolatileProtection.CreateAsync("lakeside", TimeProvider.System);
        var serde = new SealedSerde<PartyName>(new InMemorySchemaRegistryClient(), protection.Sealer, LogicalTopics.SealedParty);
        var buffer = new ArrayBufferWriter<byte>();
        serde.Serialize(Topics.Party, Encoding.UTF8.GetBytes("customer"), new PartyName { Person = "patient-token", LastName = last, FirstName = first, Address1 = "1 Way" }, buffer);
        var instruction = new ObjectInstruction
        {
            IdempotencyKey = "k", Kind = ObjectKind.Customer, ObjectKey = "customer", SourceVersion = 1, Operation = ObjectOperation.Upsert, EventTime = DateTimeOffset.UnixEpoch,
            Customer = new CustomerPayload { PartyType = PartyType.Person, BusinessUnit = "BU", SealedParty = buffer.WrittenSpan.ToArray() },
        };
        return (new SealedPartyDisclosure(serde, Topics, this), instruction);
    }
}
