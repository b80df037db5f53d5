using System.Diagnostics;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Metrics;

/// <summary>
/// Traces through headers (W3C <c>traceparent</c>). A record that carries one and is processed while somebody listens to the
/// activity source "Syntra.Streams" gets a span; what it causes carries that span on. Without a listener the header travels
/// from input to output unchanged, and nothing is paid.
/// </summary>
internal static class Tracing
{
    private const string TraceParent = "traceparent";

    public static ActivitySource Source { get; } = new("Syntra.Streams");

    public static bool IsOn => Source.HasListeners();

    public static Activity? Start(PartitionQueue queue, in RawRecord record)
    {
        var parent = record.Headers?.GetLastString(TraceParent);
        if (parent is null || !ActivityContext.TryParse(parent, record.Headers!.GetLastString("tracestate"), isRemote: true, out var context))
        {
            return null;
        }

        var span = Source.StartActivity("process", ActivityKind.Consumer, context);
        span?.SetTag("messaging.system", "kafka")
            .SetTag("messaging.destination.name", queue.Topic)
            .SetTag("messaging.destination.partition.id", queue.Partition)
            .SetTag("messaging.kafka.offset", record.Offset);
        return span;
    }

    /// <summary>The headers with the span in hand as parent; unchanged when there is none.</summary>
    public static Headers? Stamp(Headers? headers) =>
        Activity.Current is { } span && ReferenceEquals(span.Source, Source) && span.Id is { } id ? (headers ?? Headers.Empty).With(TraceParent, id) : headers;
}
