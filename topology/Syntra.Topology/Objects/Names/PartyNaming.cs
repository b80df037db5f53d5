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
/// it from the party table; where the patient is not known yet it goes without, is noted, and goes again once the name is there. When a name changes, or another
/// patient takes the place, the customers that bear it are told in whichever partition they are.
/// </summary>
internal sealed class PartyNaming(ObjectPipelineOptions options, ObjectSerdes serdes, PartyBook book, NamedCustomers named, IKeyValueStore<string, PartyName> unnamed)
{
    private readonly string _topic = new TopicNames(options.Tenant).Party;
    private Dictionary<string, string>? _waiting;

    /// <summary>What a state of a patient says that is not known yet, for the party table and, where it was known otherwise, for every partition.</summary>
    public IReadOnlyList<ObjectOutput> Learn(string key, SourceState state, long version)
    {
        if (Said(key, state, version) is not { } said || book.Of(key) is var known && (known is null && PartyBook.IsGone(said) && said.Person == key))
        {
            return [];
        }

        if (PartyBook.Same(known, said) || !book.Take(key, said))
        {
            return [];
        }

        var isGone = said.Person == key && PartyBook.IsGone(said);
        IEnumerable<ObjectOutput> changes = known is null ? [] : Enumerable.Range(0, options.Partitions).Select(p => new ObjectOutput.Changed(said, p));
        return [new ObjectOutput.Named(isGone ? null : said), .. changes];
    }

    /// <summary>A patient is called otherwise from now on; the customers that are to be looked at for it.</summary>
    public IReadOnlyList<string> Changed(string person, PartyName said)
    {
        book.Take(person, said);
        return named.Of(person);
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
                return desired with { Customer = With(customer, objectKey, Bear(objectKey, options.Tokens.Token(TokenSpaces.Person, id))) };
            default:
                return desired;
        }
    }

    /// <summary>Customers whose patient's name has come, at most so many.</summary>
    public IReadOnlyList<string> Arrived(int most)
    {
        book.Forget();
        return [.. Waiting().Where(w => book.Resolve(w.Value).Name is not null).Select(w => w.Key).Take(most)];
    }

    /// <summary>The name that a customer is to bear now, noted as borne or waited for; null where there is none.</summary>
    public PartyName? Again(string objectKey) =>
        (Waiting().GetValueOrDefault(objectKey) ?? named.FirstOf(objectKey)) is { } person ? Bear(objectKey, person) : null;

    /// <summary>The customer is none any more: it waits for no name and is told of none.</summary>
    public void Leave(string objectKey)
    {
        Note(objectKey, null);
        named.Put(objectKey, []);
    }

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

    private PartyName? Bear(string objectKey, string person)
    {
        var (name, chain) = book.Resolve(person);
        Note(objectKey, name is null ? person : null);
        named.Put(objectKey, name is null ? [] : chain);
        return name;
    }

    // The record of one that was replaced has no names of its own left; deleted is gone.
    private PartyName? Said(string key, SourceState state, long version) => state switch
    {
        { IsDeleted: true } => PartyBook.Gone(key, version),
        { Resource: Patient { ReplacedBy: { ResourceType: "Patient", Id: { } other } } } => PartyBook.Replaced(options.Tokens.Token(TokenSpaces.Person, other), version),
        { Resource: Patient patient } => PatientName.Of(patient, key) is { } name ? name with { SourceVersion = version } : null,
        _ => null,
    };

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
