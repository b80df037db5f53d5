using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Credentials;

/// <summary>
/// Licences and certifications as items of the worker's talent profile. An item has days of its own and no history of rows, so a backdated
/// credential and its correction are a change of those days. Nothing in Fusion refuses the same item twice: it is found by our reference.
/// </summary>
internal sealed class CredentialConnector(ObjectCalls calls, ObjectSettings settings) : StepConnector<CredentialState>(calls)
{
    private const string Api = "hcmRestApi";

    public override ObjectKind Kind => ObjectKind.WorkerCredential;

    protected override ValueTask<CredentialState> StartAsync(ObjectInstruction instruction, bool isFirst, CancellationToken ct) =>
        ValueTask.FromResult(new CredentialState());

    protected override ObjectStep<CredentialState> Next(ObjectInstruction instruction, CredentialState state)
    {
        if (instruction.Credential is not { } payload)
        {
            return new ObjectStep<CredentialState>.Refuse(ObjectErrorClass.Poison, ReasonCodes.NoPayload);
        }

        if (!state.ProfileAsked)
        {
            var query = Uri.EscapeDataString($"PersonNumber={Answers.Quote(payload.PersonNumber)}");
            return Calls.Get("talentPersonProfiles", Api, $"talentPersonProfiles?q={query}&expand=certificationSections.certificationItems&limit=2", (r, a) => Answers.First(r, a, profile => Profile(profile, instruction.ObjectKey)) ?? new CredentialState { ProfileAsked = true });
        }

        if (state.Items is not { } items)
        {
            return new ObjectStep<CredentialState>.Refuse(ObjectErrorClass.Parked, ReasonCodes.ProfileNotThere);
        }

        if (!state.ItemAsked)
        {
            var query = Uri.EscapeDataString($"{settings.CredentialKeyAttribute}={Answers.Quote(instruction.ObjectKey)}");
            return Calls.GetAt("certificationItems", $"{items}?q={query}&limit=2", (r, a) => state with { ItemAsked = true, Posted = Answers.First(r, a, PostedCredential.Read) });
        }

        return Settle(instruction, payload, state, items);
    }

    private ObjectStep<CredentialState> Settle(ObjectInstruction instruction, CredentialPayload payload, CredentialState state, string items)
    {
        var desired = CredentialFacts.Of(instruction, payload);
        if (instruction.Operation == ObjectOperation.Withdraw)
        {
            return state.Posted is { } wrong && !state.Deleted
                ? Calls.Delete("certificationItems.delete", wrong.Address, (_, _) => state with { Posted = null, Deleted = true })
                : new ObjectStep<CredentialState>.End();
        }

        return state.Posted switch
        {
            null when instruction.Operation == ObjectOperation.End => new ObjectStep<CredentialState>.End(),
            null => Calls.PostAt("certificationItems.create", items, Body(instruction, desired), Learn(state)),
            var posted when posted.Facts == desired => new ObjectStep<CredentialState>.End(("CertificationId", posted.Id)),
            var posted => Calls.Patch("certificationItems.update", posted.Address, posted.ETag, Body(null, desired), Learn(state)),
        };
    }

    private static Func<FusionRequest, HttpAnswer, CredentialState> Learn(CredentialState state) =>
        (request, answer) => state with { Posted = Answers.Read(request, answer, PostedCredential.Read) };

    /// <summary>The one certification section, at the address that its own link gives, and our item among its items.</summary>
    private CredentialState Profile(JsonElement profile, string key)
    {
        foreach (var section in Children(profile, "certificationSections"))
        {
            if (Answers.Self(section) is { } address)
            {
                var ours = Children(section, "certificationItems").FirstOrDefault(i => i.Text(settings.CredentialKeyAttribute) == key);
                var isThere = ours.ValueKind == JsonValueKind.Object;

                // Whatever is not all of a section's items is no proof that ours is missing.
                var isAll = section.Member("certificationItems") is { } items && (items.ValueKind == JsonValueKind.Array || items.Member("hasMore") is { ValueKind: JsonValueKind.False });
                return new CredentialState { ProfileAsked = true, Items = address + "/child/certificationItems", ItemAsked = isThere || isAll, Posted = isThere ? PostedCredential.Read(ours) : null };
            }
        }

        return new CredentialState { ProfileAsked = true };
    }

    /// <summary>Children come as an array before framework version 3 and as a collection from then on.</summary>
    private static IEnumerable<JsonElement> Children(JsonElement item, string name) =>
        item.OneOrMany(name).SelectMany(static c => c.Member("items") is not null ? c.OneOrMany("items") : [c]);

    private byte[] Body(ObjectInstruction? made, CredentialFacts facts) => JsonBody.Object(json =>
    {
        if (made is not null)
        {
            json.WriteString(settings.CredentialKeyAttribute, made.ObjectKey);
        }

        json.WriteString("CertificationName", facts.Name);
        json.WriteString("CertificationNumber", facts.Number);
        json.WriteString("IssuedBy", facts.IssuedBy);
        json.WriteString("StateProvinceCode", facts.State);
        json.WriteString("Status", facts.Status);
        json.WriteDate("DateFrom", facts.From);
        json.WriteDate("DateTo", facts.To);
        json.WriteDate("RenewalDate", facts.Renewal);
    });
}
