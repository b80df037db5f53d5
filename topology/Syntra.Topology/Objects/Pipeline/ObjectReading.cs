using Syntra.Contracts;
using Syntra.Fhir;
using Syntra.Fhir.CareAware;
using Syntra.Fhir.Resources;
using Syntra.Topology.Intake;
using Syntra.Topology.Objects.Domains;
using Syntra.Topology.Objects.Mapping;

namespace Syntra.Topology.Objects.Pipeline;

/// <summary>Reads the body of a raw event, once for all its mappings.</summary>
internal static class ObjectReading
{
    /// <summary>The state, or why it cannot be read.</summary>
    public static (SourceState? State, Reason? Reason) Read(RawEvent raw, ObjectDefaults defaults)
    {
        if (raw.Interaction == EventInteraction.Delete)
        {
            return (new SourceState(null, null, IsDeleted: true, raw.EventAt, defaults), null);
        }

        try
        {
            var body = raw.Body.Reveal(PhiAccess.Mode);
            if (raw.ResourceType == EventTopics.Asset)
            {
                return (new SourceState(null, AssetEvent.Parse(body)[0], IsDeleted: false, raw.EventAt, defaults), null);
            }

            var resource = FhirJson.Parse(body);
            return resource.ResourceType == raw.ResourceType && resource is not OtherResource
                ? (new SourceState(resource, null, IsDeleted: false, raw.EventAt, defaults), null)
                : (null, ObjectReasons.WrongResource);
        }
        catch (FhirException)
        {
            return (null, ObjectReasons.Unreadable);
        }
    }

    /// <summary>Whose payload was opened, as a token; null where it is no patient's.</summary>
    public static string? Whose(string key, SourceState state, ISourceTokens tokens) => state.Resource switch
    {
        Patient => key,
        Encounter encounter => Token(encounter.Subject, tokens) ?? key,
        Device { Patient: { } patient } => Token(patient, tokens) ?? key,
        _ => null,
    };

    private static string? Token(Fhir.Types.Reference? reference, ISourceTokens tokens) =>
        reference is { ResourceType: "Patient", Id: { } id } ? tokens.Token(TokenSpaces.Person, id) : null;
}
