using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Notifications;
using Syntra.Cerner.Fhir.Client;

namespace Syntra.Cerner.Fhir.Polling;

/// <summary>Reads what changed of a type in a span of time, or all of it where the server cannot search by time.</summary>
internal sealed class RangeReader(FhirClient client, ILogger log)
{
    private static readonly TimeSpan Narrowest = TimeSpan.FromSeconds(1);

    /// <summary>The server's clock less ours, as last seen.</summary>
    internal TimeSpan Skew { get; private set; }

    /// <summary>States of a closed window, <paramref name="from"/> included and <paramref name="until"/> not.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<FoundResource>> WindowAsync(
        PolledResource resource, DateTimeOffset from, DateTimeOffset until, TimeProvider time, [EnumeratorCancellation] CancellationToken ct)
    {
        var spans = new Stack<(DateTimeOffset From, DateTimeOffset Until)>([(from, until)]);
        while (spans.TryPop(out var span))
        {
            var pages = PagesAsync(resource, Window(resource, span.From, span.Until), time, ct).GetAsyncEnumerator(ct);
            await using (pages.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await pages.MoveNextAsync().ConfigureAwait(false))
                        {
                            break;
                        }
                    }
                    catch (FhirFaultException fault) when (fault.Kind == FhirFaultKind.TooMany && span.Until - span.From > Narrowest)
                    {
                        // Too many matches: two halves, the earlier one first.
                        var middle = span.From + TimeSpan.FromMilliseconds(Math.Floor((span.Until - span.From).TotalMilliseconds / 2));
                        spans.Push((middle, span.Until));
                        spans.Push((span.From, middle));
                        break;
                    }

                    yield return pages.Current;
                }
            }
        }
    }

    /// <summary>All matches.</summary>
    internal IAsyncEnumerable<IReadOnlyList<FoundResource>> WalkAsync(PolledResource resource, TimeProvider time, CancellationToken ct) => PagesAsync(resource, resource.Query, time, ct);

    // Always a closed range: Millennium's capability statement asks for one although its documentation shows a lone bound.
    private static string Window(PolledResource resource, DateTimeOffset from, DateTimeOffset until) =>
        resource.Query + (resource.Query.Length > 0 ? "&" : "") + "_lastUpdated=ge" + Text(from) + "&_lastUpdated=lt" + Text(until);

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private async IAsyncEnumerable<IReadOnlyList<FoundResource>> PagesAsync(PolledResource resource, string query, TimeProvider time, [EnumeratorCancellation] CancellationToken ct)
    {
        var report = new WalkReport();
        await foreach (var page in client.SearchAsync(resource.Type, query, report, ct).ConfigureAwait(false))
        {
            yield return page;
        }

        // A Date header has whole seconds: smaller differences are none.
        if (report.ServerTime is { } server && (server - time.GetUtcNow()).Duration() > TimeSpan.FromSeconds(5))
        {
            Skew = server - time.GetUtcNow();
        }

        if (report.Unreadable > 0 || report.Outcomes.Count > 0)
        {
            log.LogWarning(
                "{Type}: {Unreadable} entries cannot be read, and the server tells {Outcomes}; they are not in the stream",
                resource.Type, report.Unreadable, string.Join(',', report.Outcomes.Order(StringComparer.Ordinal)));
        }
    }
}
