using System.Runtime.CompilerServices;
using Syntra.Cerner.Events.Notifications;
using Syntra.Fhir;
using Syntra.Fhir.Resources;

namespace Syntra.Cerner.Fhir.Client;

/// <summary>What a walk over a search met beside its matches.</summary>
internal sealed class WalkReport
{
    internal int Pages { get; set; }

    /// <summary>States left out because the same or a newer one had come.</summary>
    internal int Repeated { get; set; }

    /// <summary>Entries that have no type or id that can be read. They are lost to the walk, so they are counted and told.</summary>
    internal int Unreadable { get; set; }

    /// <summary>Issue types of outcomes within the pages: the server left records out.</summary>
    internal HashSet<string> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>Walks begun anew because a page was gone.</summary>
    internal int Restarts { get; set; }

    /// <summary>The server's clock at the first page.</summary>
    internal DateTimeOffset? ServerTime { get; set; }
}

/// <summary>Goes through all pages of a search by the server's own links. Totals are never looked at: servers leave them out.</summary>
internal sealed class SearchWalk(FhirTransport transport, ServerRoot root, FhirClientOptions options)
{
    private const int MostRestarts = 3;

    internal async IAsyncEnumerable<IReadOnlyList<FoundResource>> PagesAsync(string search, string type, WalkReport report, [EnumeratorCancellation] CancellationToken ct)
    {
        var latest = new LatestStates();
        var followed = new HashSet<string>(StringComparer.Ordinal);
        var next = root.Of(search);
        while (next is not null)
        {
            if (++report.Pages > options.MaxPages)
            {
                throw new FhirFaultException(FhirFaultKind.Unreadable, "the pages of a search do not end");
            }

            Bundle? page = null;
            try
            {
                page = await PageAsync(next, isFirst: followed.Count == 0, report, ct).ConfigureAwait(false);
            }
            catch (FhirFaultException fault) when (fault.Kind == FhirFaultKind.PageLost && report.Restarts < MostRestarts)
            {
                report.Restarts++;
            }

            if (page is null)
            {
                // What the walk has brought stays known, so only what is new comes again.
                followed.Clear();
                next = root.Of(search);
                continue;
            }

            yield return Matches(page, type, latest, report);
            next = Next(page, followed);
        }
    }

    private Uri? Next(Bundle page, HashSet<string> followed)
    {
        if (page.Next is not { Length: > 0 } link)
        {
            return null;
        }

        var next = root.Follow(link);
        return followed.Add(next.AbsoluteUri) ? next : throw new FhirFaultException(FhirFaultKind.Unreadable, "the pages of a search lead in a circle");
    }

    private async Task<Bundle> PageAsync(Uri address, bool isFirst, WalkReport report, CancellationToken ct)
    {
        try
        {
            using var body = await transport.GetAsync(address, "search", ct).ConfigureAwait(false);
            report.ServerTime ??= body.ServerTime;
            var bundle = FhirJson.Parse<Bundle>(body.Memory, options.MaxBodyBytes);
            return bundle.Type == "searchset" ? bundle : throw new FhirFaultException(FhirFaultKind.Unreadable, "the answer to a search is no searchset");
        }
        catch (FhirException e)
        {
            throw new FhirFaultException(FhirFaultKind.Unreadable, "the answer to a search, at " + e.Path + " " + e.Expected, inner: e);
        }
        catch (FhirFaultException fault) when (!isFirst && fault.Kind is FhirFaultKind.NotFound or FhirFaultKind.Gone)
        {
            throw new FhirFaultException(FhirFaultKind.PageLost, "a page that was linked to is gone", fault.Status, fault.IssueCodes, fault);
        }
    }

    private static List<FoundResource> Matches(Bundle page, string type, LatestStates latest, WalkReport report)
    {
        var matches = new List<FoundResource>(page.Entries.Count);
        foreach (var entry in page.Entries.Where(e => !e.ResourceBytes.IsEmpty))
        {
            if (entry.SearchMode == "outcome" || entry.Resource is OperationOutcome)
            {
                report.Outcomes.UnionWith(FaultMapper.Codes(entry.Resource as OperationOutcome));
            }
            else if (Read(entry) is not { } found)
            {
                report.Unreadable++;
            }
            else if (found.Head.ResourceType == type && !latest.Take(found))
            {
                report.Repeated++;
            }
            else if (found.Head.ResourceType == type)
            {
                matches.Add(found);
            }
        }

        return matches;
    }

    // One record that breaks the rules does not spoil the page: type, id and version are enough to pass it on as it is.
    private static FoundResource? Read(BundleEntry entry)
    {
        try
        {
            var head = entry.Resource ?? FhirJson.ParseHeader(entry.ResourceBytes);
            return head.Id is null ? null : new FoundResource(head, entry.ResourceBytes, Contracts.EventInteraction.Unknown, entry.FullUrl);
        }
        catch (FhirException)
        {
            return null;
        }
    }
}
