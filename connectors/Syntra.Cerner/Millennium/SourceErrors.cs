using System.Data.Common;
using System.Net.Sockets;
using Confluent.Kafka;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Publishing;
using Syntra.Cerner.Fhir.Client;
using Syntra.Governance.Keys;

namespace Syntra.Cerner.Millennium;

/// <summary>What a failure of a poll means, in the one taxonomy of the house.</summary>
internal enum SourceErrorKind
{
    /// <summary>The transaction was aborted and nothing was written: poll again from the same position.</summary>
    Aborted,

    /// <summary>The source does not answer: wait, then poll again from the same position.</summary>
    DatabaseRetriable,

    /// <summary>Kafka or the registry failed in a way that leaves the producer's state unknown: start over from what Kafka holds.</summary>
    KafkaRetriable,

    /// <summary>The key service does not answer: wait, then start over from what Kafka holds.</summary>
    KeysUnavailable,

    /// <summary>Another instance has taken over.</summary>
    Fenced,

    /// <summary>Nothing that waiting could mend.</summary>
    Fatal,
}

/// <summary>Maps every exception of the dependencies once.</summary>
internal static class SourceErrors
{
    internal static SourceErrorKind KindOf(Exception exception) => exception switch
    {
        KafkaTxnRequiresAbortException => SourceErrorKind.Aborted,
        KafkaException kafka when IsFenced(kafka.Error.Code) => SourceErrorKind.Fenced,
        KafkaException { Error.IsFatal: true } => SourceErrorKind.Fatal,
        KafkaException kafka when IsSetUp(kafka.Error.Code) => SourceErrorKind.Fatal,
        KafkaException => SourceErrorKind.KafkaRetriable,
        SchemaRegistryException registry => registry.IsTransient ? SourceErrorKind.KafkaRetriable : SourceErrorKind.Fatal,
        HttpRequestException => SourceErrorKind.KafkaRetriable,
        // Nothing is written in the clear instead: the source waits for its key at the same position.
        KeyException key => key.Fault == KeyFault.Unavailable ? SourceErrorKind.KeysUnavailable : SourceErrorKind.Fatal,
        FhirFaultException => SourceErrorKind.DatabaseRetriable,
        PublishException => SourceErrorKind.KeysUnavailable,
        DbException or TimeoutException or IOException or SocketException => SourceErrorKind.DatabaseRetriable,
        _ => SourceErrorKind.Fatal,
    };

    /// <summary>A short name without any value of the data: exception messages may hold some.</summary>
    internal static string CodeOf(Exception exception) => exception switch
    {
        KafkaException kafka => "Kafka " + kafka.Error.Code,
        KeyException key => "Key " + key.Fault,
        FhirFaultException or PublishException => exception.Message,
        DbException database => $"{database.GetType().Name} {database.ErrorCode}",
        _ => exception.GetType().Name,
    };

    private static bool IsFenced(ErrorCode code) =>
        code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch;

    // Topics are made beforehand and rights granted beforehand; no waiting makes up for that.
    private static bool IsSetUp(ErrorCode code) => code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic
        or ErrorCode.TopicAuthorizationFailed or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed;
}
