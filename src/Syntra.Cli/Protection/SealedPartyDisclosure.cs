using System.Text;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Customers;
using Syntra.Governance.Disclosure;
using Syntra.Governance.Keys;
using Syntra.Governance.Sealing;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Protection;

/// <summary>The declared route to receivables: opens a customer's sealed name for the call that needs it, and logs that it was told.</summary>
internal sealed class SealedPartyDisclosure(SealedSerde<PartyName> serde, TopicNames topics, IPhiAccessLog log) : IPartyDisclosure
{
    // Fusion wants a first name of every person.
    private const string NoFirstName = "-";

    /// <inheritdoc/>
    public ValueTask<PartyIdentity?> OpenAsync(ObjectInstruction instruction, CancellationToken ct) => ValueTask.FromResult(
        Open(instruction) is { LastName: { } last } name
            ? new PartyIdentity(
                Text(name.FirstName) ?? NoFirstName, last.Reveal(PhiAccess.Delivery), Text(name.Address1), Text(name.City), Text(name.State), Text(name.PostalCode))
            : null);

    /// <inheritdoc/>
    public ValueTask RecordAsync(ObjectInstruction instruction, string operation, CancellationToken ct)
    {
        log.Opened(Open(instruction)?.Person ?? throw new KeyException(KeyFault.NotFound, "a name that was opened cannot be opened again"));
        return ValueTask.CompletedTask;
    }

    private PartyName? Open(ObjectInstruction instruction)
    {
        try
        {
            return instruction.Customer?.SealedParty is { } sealedName ? serde.Deserialize(topics.Party, Encoding.UTF8.GetBytes(instruction.ObjectKey), sealedName) : null;
        }
        catch (Exception gone) when (gone is KeyException or SealException)
        {
            // Shredded, or sealed for another customer: held for a person, never sent without its name.
            return null;
        }
    }

    private static string? Text(Phi<string>? value) => value?.Reveal(PhiAccess.Delivery);
}
