using System.Globalization;
using Syntra.Streams.Processors;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Errors;

/// <summary>Asks the configured handler about a failed record, and does what it says. The one place where records are left out.</summary>
internal sealed class ErrorPolicy(StreamsConfig config)
{
    private readonly IDeserializationExceptionHandler _deserialization = config.DeserializationExceptionHandler
        ?? (config.DeadLetterTopic is null ? FixedHandler.Fail : FixedHandler.DeadLetter);

    private readonly IProcessingExceptionHandler _processing = config.ProcessingExceptionHandler ?? FixedHandler.Fail;
    private readonly IProductionExceptionHandler _production = config.ProductionExceptionHandler ?? FixedHandler.Fail;
    private readonly IDeadLetterEncoder _encoder = config.DeadLetterEncoder ?? new JsonDeadLetterEncoder();

    /// <summary>Decides about a failure; returns when processing goes on, throws <see cref="StreamsException"/> when it must stop.</summary>
    public HandlerResponse Apply(Exception failure, TaskContext context, in RawRecord raw)
    {
        var cause = failure is PoisonRecordException or OutputRefusedException ? failure.InnerException! : failure;
        var details = Describe(failure, cause, context, in raw);
        var response = failure switch
        {
            PoisonRecordException => _deserialization.Handle(details, cause),
            OutputRefusedException => _production.Handle(details, cause),
            _ => _processing.Handle(details, cause),
        };
        return Do(response, details, cause, context.Collector);
    }

    /// <summary>Decides about a record of a global table. Its dead letter goes out by itself: no transaction covers a global table.</summary>
    public void ApplyGlobal(PoisonRecordException failure, string topic, int partition, in RawRecord raw, IRecordCollector letters)
    {
        var cause = failure.InnerException!;
        var details = new ErrorContext
        {
            TaskId = new TaskId(-1, partition),
            Node = failure.Node,
            Topic = topic,
            Partition = partition,
            Offset = raw.Offset,
            Timestamp = raw.Timestamp,
            Key = raw.Key,
            Value = raw.Value,
            Headers = raw.Headers,
            Reason = cause.GetType().Name,
            Attempt = Attempts(raw.Headers) + 1,
        };
        Do(_deserialization.Handle(details, cause), details, cause, letters);
    }

    private HandlerResponse Do(HandlerResponse response, ErrorContext details, Exception cause, IRecordCollector collector)
    {
        if (response == HandlerResponse.DeadLetter && details.Topic.Length > 0 && config.DeadLetterTopic is { } topic)
        {
            var letter = _encoder.Encode(details);
            collector.Send(topic, -1, letter.Key, letter.Value, Math.Max(0, details.Timestamp), letter.Headers);
            return response;
        }

        return response == HandlerResponse.Skip ? response : throw Stop(details, cause, response);
    }

    private static StreamsException Stop(ErrorContext details, Exception cause, HandlerResponse response)
    {
        var where = details.Topic.Length == 0 ? "a punctuation" : $"{details.Topic}/{details.Partition} offset {details.Offset}";
        var why = response == HandlerResponse.DeadLetter ? " It should be dead-lettered, but no dead-letter topic applies." : "";
        return new StreamsException($"Task {details.TaskId}, node {details.Node}: {where} failed with {details.Reason}.{why}") { Origin = $"{cause.GetType()}\n{cause.StackTrace}" };
    }

    private static ErrorContext Describe(Exception failure, Exception cause, TaskContext context, in RawRecord raw) => new()
    {
        TaskId = context.TaskId,
        Node = failure is PoisonRecordException poison ? poison.Node : context.FailedNode ?? "",
        Topic = context.Topic ?? "",
        Partition = context.Partition,
        Offset = context.Offset,
        Timestamp = raw.Timestamp,
        Key = raw.Key,
        Value = raw.Value,
        Headers = raw.Headers,
        Reason = cause.GetType().Name,
        Attempt = Attempts(raw.Headers) + 1,
    };

    private static int Attempts(Headers? headers) =>
        int.TryParse(headers?.GetLastString(ErrorContext.AttemptHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
}
