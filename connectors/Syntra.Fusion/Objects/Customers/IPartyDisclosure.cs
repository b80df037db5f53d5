using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Customers;

/// <summary>A person's name and address as Fusion shall know them. Lives in memory for one call; never in a log or a receipt.</summary>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name.</param>
/// <param name="Address1">Street, or null.</param>
/// <param name="City">City, or null.</param>
/// <param name="State">State, or null.</param>
/// <param name="PostalCode">Postal code, or null.</param>
public sealed record PartyIdentity(string FirstName, string LastName, string? Address1 = null, string? City = null, string? State = null, string? PostalCode = null)
{
    /// <summary>Says that there is a name and not which.</summary>
    public override string ToString() => nameof(PartyIdentity);
}

/// <summary>The declared disclosure route to receivables: the only way from a sealed name to a request body.</summary>
public interface IPartyDisclosure
{
    /// <summary>Opens the sealed name of an instruction.</summary>
    /// <returns>Null where the route is closed or the key is gone; the customer is refused then, not sent without its name.</returns>
    ValueTask<PartyIdentity?> OpenAsync(ObjectInstruction instruction, CancellationToken ct);

    /// <summary>Writes the disclosure down; called before a request that holds the name leaves. Where it throws, nothing leaves.</summary>
    /// <param name="instruction">Whose.</param>
    /// <param name="operation">The request, for example hubPersons.create.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask RecordAsync(ObjectInstruction instruction, string operation, CancellationToken ct);
}

/// <summary>No route is declared: persons go under their token, and an instruction with a sealed name is refused.</summary>
public sealed class NoPartyDisclosure : IPartyDisclosure
{
    /// <inheritdoc/>
    public ValueTask<PartyIdentity?> OpenAsync(ObjectInstruction instruction, CancellationToken ct) => ValueTask.FromResult<PartyIdentity?>(null);

    /// <inheritdoc/>
    public ValueTask RecordAsync(ObjectInstruction instruction, string operation, CancellationToken ct) => ValueTask.CompletedTask;
}
