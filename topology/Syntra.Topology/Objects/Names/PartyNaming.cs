using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Syntra.Contracts;
using Syntra.Fhir.Resources;
using Syntra.Streams.State;
using Syntra.Topology.Objects.Mapping;
using Syntra.Topology.Objects.Pipeline;
using Syntra.Topology.Objects.Posting;

namespace Syntra.Topology.Objects.Names;

/// <summary>
/// Gives customers their patients' names, sealed under the customer's own key. A patient's customer has its name from the patient's own record. An encounter's has
/// it from the party table; where the patient is not known yet it goes without, is noted, and goes again once the name is there.
/// </summary>
internal sealed class PartyNaming(ObjectPipelineOptions options, ObjectSerdes serdes, IReadOnlyKeyValueStore<string, PartyName> known, IKeyValueStore<string, PartyName> unnamed)
{
    private readonly string _topic = new TopicNames(options.Tenant).Party;
    private Dictionary<string, string>? _waiting;

    /// <summary>What the party table shall say of a patient; null where it says so already.</summary>
    public ObjectOutput? Learn(string key, SourceState state)
    {
        if (state.IsDeleted)
        {
            return known.Get(key) is null ? null : new ObjectOutput.Named(null);
        }

        return state.Resource is Patient patient && PatientName.Of(patient, key) is { } name && name != known.Get(key) ? new ObjectOutput.Named(name) : null;
    }

    /// <summary>The object with its name, where it has one.</summary>
    public DesiredObject Name(DesiredObject desired, SourceState state, string key)
    {
        if (desired is not { Customer: { } customer, Operation: ObjectOperation.Upsert })
        {
            return desired;
        }

        var objectKey = key + desired.Suffix;
        switch (state.Resource)
        {
            case Patient patient:
                return desired with { Customer = With(customer, objectKey, PatientName.Of(patient, key)) };
            case Encounter { Subject: { ResourceType: "Patient", Id: { } id } }:
                var person = options.Tokens.Token(TokenSpaces.Person, id);
                var name = known.Get(person);
                Note(objectKey, name is null ? person : null);
                return desired with { Customer = With(customer, objectKey, name) };
            default:
                return desired;
        }
    }

    /// <summary>Customers whose patient's name has come, at most so many.</summary>
    public IReadOnlyList<(string ObjectKey, PartyName Name)> Arrived(int most) =>
        [.. Waiting().Select(w => (w.Key, Name: known.Get(w.Value))).Where(w => w.Name is not null).Select(w => (w.Key, w.Name!)).Take(most)];

    /// <summary>It waits for no name any more.</summary>
    public void Forget(string objectKey) => Note(objectKey, null);

    public CustomerPayload With(CustomerPayload customer, string objectKey, PartyName? name)
    {
        if (name is null)
        {
            return customer;
        }

        var buffer = new ArrayBufferWriter<byte>();
        serdes.SealedParty.Serialize(_topic, Encoding.UTF8.GetBytes(objectKey), name, buffer);
        return customer with { SealedParty = buffer.WrittenSpan.ToArray(), PartyHash = Hash(name) };
    }

    // A keyed hash: it shows that a name has changed and not which it is.
    private string Hash(PartyName name)
    {
        var hashes = new[] { Hash(name.FirstName), Hash(name.LastName), Hash(name.Address1), Hash(name.City), Hash(name.State), Hash(name.PostalCode) };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('.', hashes))));
    }

    private string Hash(Phi<string>? part)
    {
        const string nothing = "-";
        return part is null ? nothing : part.Token(options.Tokens, TokenSpaces.PartyName);
    }

    private void Note(string objectKey, string? person)
    {
        if (person is null)
        {
            if (Waiting().Remove(objectKey))
            {
                unnamed.Delete(objectKey);
            }
        }
        else if (Waiting().GetValueOrDefault(objectKey) != person)
        {
            Waiting()[objectKey] = person;
            unnamed.Put(objectKey, new PartyName { Person = person });
        }
    }

    // The table is restored after Init; it is opened once, and followed from then on.
    private Dictionary<string, string> Waiting() =>
        _waiting ??= unnamed.All().ToDictionary(e => e.Key, e => e.Value.Person, StringComparer.Ordinal);
}
