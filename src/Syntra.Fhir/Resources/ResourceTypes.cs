using System.Collections.Frozen;
using Syntra.Fhir.Reading;

namespace Syntra.Fhir.Resources;

/// <summary>The resource types that are read whole.</summary>
public static class ResourceTypes
{
    private static readonly FrozenDictionary<string, Func<FhirNode, FhirResource>> Readers = new Dictionary<string, Func<FhirNode, FhirResource>>(StringComparer.Ordinal)
    {
        ["Account"] = n => new Account(n),
        ["Bundle"] = n => new Bundle(n),
        ["CapabilityStatement"] = n => new CapabilityStatement(n),
        ["ChargeItem"] = n => new ChargeItem(n),
        ["Coverage"] = n => new Coverage(n),
        ["Device"] = n => new Device(n),
        ["Encounter"] = n => new Encounter(n),
        ["Location"] = n => new Location(n),
        ["OperationOutcome"] = n => new OperationOutcome(n),
        ["Organization"] = n => new Organization(n),
        ["Parameters"] = n => new Parameters(n),
        ["Patient"] = n => new Patient(n),
        ["Practitioner"] = n => new Practitioner(n),
        ["PractitionerRole"] = n => new PractitionerRole(n),
        ["Subscription"] = n => new Subscription(n),
        ["SubscriptionStatus"] = n => new SubscriptionStatus(n),
        ["SupplyRequest"] = n => new SupplyRequest(n),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Known => Readers.Keys;

    internal static FhirResource Read(FhirNode node) => Readers.TryGetValue(TypeOf(node), out var read) ? read(node) : new OtherResource(node);

    internal static FhirResource ReadHeader(FhirNode node) => new OtherResource(node);

    internal static string TypeOf(FhirNode node)
    {
        if (!node.IsObject)
        {
            throw node.Path.Fault("should be a resource, an object with a resourceType");
        }

        var type = node.Text("resourceType") ?? throw node.Path.Fault("is missing", "resourceType");
        return type.Length is > 0 and <= 64 && char.IsAsciiLetterUpper(type[0]) && type.All(char.IsAsciiLetter)
            ? type
            : throw node.Path.Fault("should be the name of a resource type", "resourceType");
    }
}
