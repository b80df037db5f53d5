using Confluent.Kafka;
using Syntra.Streams.Errors;

namespace Syntra.Streams.Kafka;

/// <summary>The one place where errors of Confluent.Kafka are told apart.</summary>
internal static class KafkaErrors
{
    public static ClientException Map(string operation, KafkaException exception) =>
        new(KindOf(exception), operation, $"{exception.Error.Code}: {exception.Error.Reason}", exception);

    private static ErrorKind KindOf(KafkaException exception)
    {
        var error = exception.Error;

        // Another producer with the same transactional id, or the same static member, has taken over.
        if (error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch)
        {
            return ErrorKind.Fenced;
        }

        // After any other fatal error librdkafka's producer can only be replaced; its own reason tells which need a person.
        if (error.IsFatal)
        {
            return NeedsPerson(error.Code) ? ErrorKind.Fatal : ErrorKind.Fenced;
        }

        if (exception is KafkaTxnRequiresAbortException)
        {
            return ErrorKind.Abortable;
        }

        if (exception is KafkaRetriableException)
        {
            return ErrorKind.Retriable;
        }

        return ByCode(error.Code);
    }

    private static ErrorKind ByCode(ErrorCode code) => code switch
    {
        // The group has moved on without us.
        ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress => ErrorKind.Abortable,
        ErrorCode.Local_MsgTimedOut or ErrorCode.Local_State or ErrorCode.Local_PurgeInflight or ErrorCode.Local_PurgeQueue => ErrorKind.Abortable,
        ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidRecord or ErrorCode.RecordListTooLarge or ErrorCode.Local_KeySerialization
            or ErrorCode.Local_ValueSerialization or ErrorCode.Local_InvalidArg => ErrorKind.Refused,
        _ => NeedsPerson(code) || code is ErrorCode.FencedInstanceId ? ErrorKind.Fatal : ErrorKind.Retriable,
    };

    private static bool NeedsPerson(ErrorCode code) => code is
        ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
        or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication
        or ErrorCode.UnsupportedVersion or ErrorCode.UnsupportedForMessageFormat or ErrorCode.InvalidTransactionTimeout
        or ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition
        or ErrorCode.InvalidConfig or ErrorCode.InvalidSessionTimeout or ErrorCode.InvalidReplicationFactor or ErrorCode.Local_NotImplemented or ErrorCode.InconsistentGroupProtocol;
}
