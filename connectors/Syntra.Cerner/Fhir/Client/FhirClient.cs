using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Notifications;
using Syntra.Cerner.Fhir.Smart;
using Syntra.Contracts;
using Syntra.Fhir;
using Syntra.Fhir.Resources;
using Syntra.Fhir.Types;

namespace Syntra.Cerner.Fhir.Client;

/// <summary>
/// Reads one FHIR R4 server. Pages are followed by the server's links within its own root; no redirect is followed; what fails and may go
/// well later is tried again with pauses. Thread-safe. Every failure is a <see cref="FhirFaultException"/>.
/// </summary>
public sealed class FhirClient
{
    private readonly FhirClientOptions _options;
    private readonly FhirTransport _transport;
    private readonly ServerRoot _root;
    private readonly SearchWalk _walk;

    /// <summary>Makes a client; nothing is called yet.</summary>
    /// <param name="http">Made by <see cref="NetworkGuard.Client"/>: another might follow redirects.</param>
    /// <param name="options">The server.</param>
    /// <param name="tokens">Access tokens; null for a server without sign-in.</param>
    /// <param name="time">For pauses and time limits.</param>
    /// <param name="loggers">Where kinds and counts are logged.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every reason.</exception>
    public FhirClient(HttpClient http, FhirClientOptions options, ITokenSource? tokens, TimeProvider time, ILoggerFactory loggers)
    {
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        _options = options;
        _root = new ServerRoot(options.Base);
        // Seeded by the address, so that many servers' clients do not come back in step.
        var seed = BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(options.Base.AbsoluteUri)));
        _transport = new FhirTransport(http, options, tokens, time, new Random(seed), loggers.CreateLogger<FhirClient>());
        _walk = new SearchWalk(_transport, _root, options);
    }

    /// <summary>What the server declares.</summary>
    public async Task<CapabilityStatement> CapabilitiesAsync(CancellationToken ct)
    {
        using var body = await _transport.GetAsync(_root.Of("metadata"), "capability statement", ct).ConfigureAwait(false);
        return Parsed("capability statement", () => FhirJson.Parse<CapabilityStatement>(body.Memory, _options.MaxBodyBytes));
    }

    /// <summary>One resource by its id.</summary>
    internal async Task<FoundResource> ReadAsync(string type, Phi<string> id, CancellationToken ct)
    {
        var text = id.Reveal(PhiAccess.SourceProgress);
        if (!FhirId.IsValid(text) || !EventTopics.ResourceTypes.Contains(type))
        {
            throw new FhirFaultException(FhirFaultKind.Refused, "no id, or no type, that can be read");
        }

        using var body = await _transport.GetAsync(_root.Resource(type, text), "read of " + type, ct).ConfigureAwait(false);
        var bytes = body.Memory.ToArray();
        var head = Parsed("read of " + type, () => FhirJson.ParseHeader(bytes));
        return head.ResourceType == type && head.Id is not null
            ? new FoundResource(head, bytes, EventInteraction.Unknown, null)
            : throw new FhirFaultException(FhirFaultKind.Unreadable, "the answer to a read is another resource");
    }

    /// <summary>All matches of a search, page by page, each resource in its latest state.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="query">Parameters, escaped, without <c>_count</c>.</param>
    /// <param name="report">Takes what else was met.</param>
    /// <param name="ct">Ends the walk.</param>
    internal IAsyncEnumerable<IReadOnlyList<FoundResource>> SearchAsync(string type, string query, WalkReport report, CancellationToken ct)
    {
        var count = _options.PageSize is { } size && !query.Contains("_id=", StringComparison.Ordinal)
            ? "_count=" + size.ToString(CultureInfo.InvariantCulture)
            : "";
        var search = type + "?" + query + (query.Length > 0 && count.Length > 0 ? "&" : "") + count;
        return _walk.PagesAsync(search.TrimEnd('?'), type, report, ct);
    }

    /// <summary>Events of a subscription by number, both ends included: the bundle as the server wrote it.</summary>
    internal async Task<ReadOnlyMemory<byte>> EventsAsync(string subscription, long since, long until, CancellationToken ct)
    {
        if (!FhirId.IsValid(subscription))
        {
            throw new FhirFaultException(FhirFaultKind.Refused, "the subscription's id is none of FHIR's");
        }

        var address = _root.Of(string.Create(
            CultureInfo.InvariantCulture, $"Subscription/{subscription}/$events?eventsSinceNumber={since}&eventsUntilNumber={until}&content=full-resource"));
        using var body = await _transport.GetAsync(address, "$events", ct).ConfigureAwait(false);
        return body.Memory.ToArray();
    }

    private static T Parsed<T>(string what, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (FhirException e)
        {
            throw new FhirFaultException(FhirFaultKind.Unreadable, $"{what}, at {e.Path} {e.Expected}", inner: e);
        }
    }
}
