using System.Net.Sockets;
using Confluent.Kafka;
using Microsoft.Data.Sqlite;
using Syntra.Avro.Registry;
using Syntra.Cerner.Millennium;
using Syntra.Fusion.Rest;
using Syntra.Kafka.Embedded;
using Syntra.Streams.Errors;

namespace Syntra.Cli;

/// <summary>One line for a person from whatever ended a command: what went wrong, and what to do where that is known.</summary>
internal static class FaultLine
{
    private const string Full = "the disk is full. Make room, and start the same command again: it goes on where it was";
    private const int SqliteFull = 13;
    private const int SqliteReadOnly = 8;
    private const int NoSpace = 28;

    /// <summary>The line, as a sentence with its full stop and never with a stack trace.</summary>
    internal static string Of(Exception fault) => Explain(fault).TrimEnd('.', ' ') is var line && line.EndsWith('?') ? line : line + ".";

    private static string Explain(Exception fault) => Causes(fault).Any(IsDiskFull) ? Full : OneLine(fault switch
    {
        AggregateException { InnerException: { } inner } => Explain(inner),
        CommandException or EmbeddedKafkaException or SourceStoppedException or StreamsException => fault.Message,
        IOException { InnerException: SocketException or Microsoft.AspNetCore.Connections.AddressInUseException } => $"{fault.Message.TrimEnd('.')}. Choose another port, or 0 for a free one",
        IOException or UnauthorizedAccessException => fault.Message,
        SqliteException { SqliteErrorCode: SqliteReadOnly } => "a database file of the state folder cannot be written. Check its owner and rights",
        SqliteException sqlite => $"a database file of the state folder cannot be used: {sqlite.Message.TrimEnd('.')}. Check SYNTRA_MILLENNIUM, or choose another folder",
        KafkaException kafka => $"Kafka does not answer as needed: {kafka.Error.Reason.TrimEnd('.')} ({kafka.Error.Code}). Check that the broker runs and that --bootstrap names it",
        SchemaRegistryException or HttpRequestException or SocketException => $"a service does not answer as needed: {fault.Message.TrimEnd('.')}. Check that it runs and that its address is right",
        FusionException fusion => $"Fusion refuses: {fusion.Message}",
        _ => $"an unexpected fault: {fault.GetType().Name}: {fault.Message}",
    });

    private static IEnumerable<Exception> Causes(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    private static bool IsDiskFull(Exception fault) => fault is IOException { HResult: NoSpace } or SqliteException { SqliteErrorCode: SqliteFull };

    private static string OneLine(string text) => text.Contains(" has faults:\n", StringComparison.Ordinal) ? text : text.ReplaceLineEndings(" ");
}
