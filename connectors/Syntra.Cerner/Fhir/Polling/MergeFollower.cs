using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Notifications;
using Syntra.Cerner.Fhir.Client;
using Syntra.Contracts;
using Syntra.Fhir.Resources;
using Syntra.Fhir.Types;

namespace Syntra.Cerner.Fhir.Polling;

/// <summary>
/// Reads what merged records point to. The record that was merged away shows by direct read only, so the one that survived has to lead
/// there, and the other way round: patients by <c>link</c>, encounters by <c>partOf</c> of one that has no status of its own any more.
/// </summary>
internal sealed class MergeFollower(FhirClient client, ILogger log)
{
    private const int MostPerPage = 200;

    /// <summary>The other sides of a page's merges, those of the page itself left out.</summary>
    internal async Task<IReadOnlyList<FoundResource>> FollowAsync(IReadOnlyList<FoundResource> page, CancellationToken ct)
    {
        var here = page.Select(r => (r.Head.ResourceType, r.Head.Id)).ToHashSet();
        var others = page.SelectMany(r => Others(r.Head)).Where(o => !here.Contains((o.Type, o.Id))).Distinct().Take(MostPerPage).ToList();
        var found = new List<FoundResource>(others.Count);
        foreach (var (type, id) in others)
        {
            try
            {
                found.Add(await client.ReadAsync(type, id!, ct).ConfigureAwait(false));
            }
            catch (FhirFaultException fault) when (!fault.IsRetriable)
            {
                log.LogWarning("The other side of a merged {Type} cannot be read ({Kind})", type, fault.Kind);
            }
        }

        return found;
    }

    internal static IEnumerable<(string Type, string Id)> Others(FhirResource resource) => resource switch
    {
        Patient patient => patient.Links.Where(l => l.Type is "replaced-by" or "replaces").Select(l => l.Other).Select(o => Of("Patient", o)).OfType<(string, string)>(),
        // On Millennium partOf of an encounter without a known status means "merged into"; elsewhere it is an ordinary part.
        Encounter { Status: null or "unknown" or "entered-in-error" } encounter when Of("Encounter", encounter.PartOf) is { } other => [other],
        _ => [],
    };

    private static (string Type, string Id)? Of(string type, Reference? reference) => reference is { Id: { } id } && reference.ResourceType == type ? (type, id) : null;
}
