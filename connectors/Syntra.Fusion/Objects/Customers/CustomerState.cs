using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Customers;

/// <summary>What is known of a customer.</summary>
/// <param name="Desired">As it shall be.</param>
internal sealed record CustomerState(Party Desired)
{
    public bool PartyAsked { get; init; }

    public PostedParty? Party { get; init; }

    public bool AccountAsked { get; init; }

    public PostedAccount? Account { get; init; }
}

/// <summary>A party as it shall be.</summary>
internal sealed record Party(bool IsPerson, string Number, string? Organization, PartyIdentity? Person, bool Active)
{
    public string Resource => IsPerson ? "hubPersons" : "hubOrganizations";

    /// <summary>Without a declared route a person is its number and nothing else.</summary>
    public static Party Of(ObjectInstruction instruction, CustomerPayload payload, PartyIdentity? identity)
    {
        var number = SourceReference.Number(instruction.ObjectKey);
        var active = payload.Active && instruction.Operation == ObjectOperation.Upsert;
        return payload.PartyType == PartyType.Person
            ? new Party(true, number, null, identity ?? new PartyIdentity("Account", number), active)
            : new Party(false, number, payload.OrganizationName ?? number, null, active);
    }
}

internal sealed record PostedParty(string Id, string Number, string? Organization, string? FirstName, string? LastName, string Status)
{
    public string? PartySiteId { get; init; }

    public string? ETag { get; init; }

    public static PostedParty Read(JsonElement item) => new(
        item.Text("PartyId") ?? throw new FormatException("no PartyId"),
        item.Text("PartyNumber") ?? throw new FormatException("no PartyNumber"),
        item.Text("OrganizationName"), item.Text("FirstName"), item.Text("LastName"), item.Text("Status") ?? "A")
    {
        PartySiteId = item.OneOrMany("Address").Select(a => a.Text("PartySiteId")).FirstOrDefault(id => id is not null),
        ETag = Answers.ETag(item),
    };

    public bool SaysAs(Party desired) =>
        (desired.IsPerson
            ? FirstName == desired.Person!.FirstName && LastName == desired.Person.LastName
            : Organization == desired.Organization)
        && Status == (desired.Active ? "A" : "I");
}

internal sealed record PostedAccount(string? Id, string Number)
{
    public static PostedAccount Read(JsonElement item) => new(item.Text("AccountId"), item.Text("AccountNumber") ?? throw new FormatException("no AccountNumber"));
}
