using Microsoft.Extensions.Logging;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Polling;
using Syntra.Cerner.Fhir.Client;

namespace Syntra.Cerner.Fhir.Polling;

/// <summary>Makes the source that polls a FHIR server into <c>{tenant}.raw.fhir.{type}</c>.</summary>
public static class FhirEventSource
{
    /// <summary>The source; nothing is opened yet.</summary>
    /// <param name="options">Where it writes.</param>
    /// <param name="client">The server.</param>
    /// <param name="poll">What is polled.</param>
    /// <param name="registry">Schema Registry.</param>
    /// <param name="time">Clock; windows end by the server's, as far as it tells.</param>
    /// <param name="loggers">Where counts and kinds are logged.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static EventPollSource Create(
        EventSourceOptions options, FhirClient client, FhirPollOptions poll, ISchemaRegistryClient registry, TimeProvider time, ILoggerFactory loggers) =>
        new(options, new FhirFeed(options.Name, client, poll, options.MaxEventsPerTransaction, time, loggers.CreateLogger<FhirFeed>()), registry, time, loggers);
}
