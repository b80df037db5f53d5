using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Polling;
using Syntra.Cerner.Fhir.Client;
using Syntra.Cerner.Fhir.Smart;

namespace Syntra.Cerner.SignedEvents;

/// <summary>Makes the source that polls a signed event source into the raw event topics.</summary>
public static class SignedEventSource
{
    /// <summary>The source; nothing is opened yet.</summary>
    /// <param name="options">Where it writes.</param>
    /// <param name="events">The signed event source.</param>
    /// <param name="http">Made by <see cref="NetworkGuard.Client"/>.</param>
    /// <param name="tokens">Access tokens; null where the signature is all that is agreed.</param>
    /// <param name="registry">Schema Registry.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Where counts and kinds are logged.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static EventPollSource Create(
        EventSourceOptions options, SignedEventsOptions events, HttpClient http, ITokenSource? tokens, ISchemaRegistryClient registry, TimeProvider time, ILoggerFactory loggers)
    {
        var calls = new FhirClientOptions { Base = events.Address };
        if (events.Validate().Concat(calls.Validate()).ToList() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(events));
        }

        var log = loggers.CreateLogger<SignedEventFeed>();
        var transport = new FhirTransport(http, calls, tokens, time, new Random(events.Address.AbsoluteUri.Length), log);
        return new EventPollSource(options, new SignedEventFeed(options.Name, events, transport, time, log), registry, time, loggers);
    }
}
