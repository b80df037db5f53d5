using Confluent.Kafka;
using Microsoft.Data.Sqlite;
using Syntra.Avro.Registry;
using Syntra.Cerner.Millennium;

namespace Syntra.Cerner.Tests.Millennium;

public sealed class SourceErrorsTests
{
    public static TheoryData<Exception, string> Cases => new()
    {
        { new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_State)), nameof(SourceErrorKind.Aborted) },
        { new KafkaException(new Error(ErrorCode.Local_Fenced, "", isFatal: true)), nameof(SourceErrorKind.Fenced) },
        { new KafkaException(new Error(ErrorCode.ProducerFenced)), nameof(SourceErrorKind.Fenced) },
        { new KafkaException(new Error(ErrorCode.OutOfOrderSequenceNumber, "", isFatal: true)), nameof(SourceErrorKind.Fatal) },
        { new KafkaException(new Error(ErrorCode.UnknownTopicOrPart)), nameof(SourceErrorKind.Fatal) },
        { new KafkaException(new Error(ErrorCode.TransactionalIdAuthorizationFailed)), nameof(SourceErrorKind.Fatal) },
        { new KafkaException(new Error(ErrorCode.Local_Transport)), nameof(SourceErrorKind.KafkaRetriable) },
        { new SchemaRegistryException("no answer"), nameof(SourceErrorKind.KafkaRetriable) },
        { new SchemaRegistryException(409, 409, "incompatible"), nameof(SourceErrorKind.Fatal) },
        { new SqliteException("locked", 5), nameof(SourceErrorKind.DatabaseRetriable) },
        { new TimeoutException(), nameof(SourceErrorKind.DatabaseRetriable) },
        { new InvalidOperationException(), nameof(SourceErrorKind.Fatal) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_failure_has_one_place_in_the_taxonomy(Exception exception, string kind) =>
        Assert.Equal(kind, SourceErrors.KindOf(exception).ToString());

    [Fact]
    public void The_code_of_a_failure_never_repeats_its_message()
    {
        foreach (var exception in Cases.Select(c => c.Data.Item1).Append(new SqliteException("near Doe: syntax error", 1)))
        {
            Assert.DoesNotContain("Doe", SourceErrors.CodeOf(exception), StringComparison.Ordinal);
            Assert.NotEmpty(SourceErrors.CodeOf(exception));
        }
    }
}
