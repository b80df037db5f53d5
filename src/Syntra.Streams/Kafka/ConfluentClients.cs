using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using Syntra.Streams.Errors;
using Syntra.Streams.Runtime;
using Syntra.Streams.Standbys;

namespace Syntra.Streams.Kafka;

/// <summary>The engine's clients over Confluent.Kafka, and the questions that need an admin client.</summary>
internal sealed class ConfluentClients(StreamsConfig config, ILogger log) : IClients
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public IAdminClient Admin { get; } = new AdminClientBuilder(ClientSettings.Admin(config))
        .SetLogHandler((_, message) => Log(log, message)).SetErrorHandler((_, _) => { }).Build();

    public IStreamConsumer CreateConsumer(string clientId)
    {
        var instanceId = config.GroupInstanceId is null ? null : $"{config.GroupInstanceId}-{clientId[(clientId.LastIndexOf('-') + 1)..]}";
        return new ConfluentConsumer(
            ClientSettings.Consumer(config, clientId, instanceId),
            config.PartitionAssignment == PartitionAssignment.CooperativeSticky,
            m => Log(log, m));
    }

    public IStreamProducer CreateProducer(string clientId, string? transactionalId) => new ConfluentProducer(
        ClientSettings.Producer(config, clientId, transactionalId), transactionalId is not null, config.CommitTimeout, m => Log(log, m));

    public IFollowerConsumer CreateFollower(string clientId) => new ConfluentFollower(ClientSettings.Follower(config, clientId), m => Log(log, m));

    public IReadOnlyDictionary<PartitionId, long> EndOffsets(IReadOnlyCollection<PartitionId> partitions) =>
        Ask(partitions, IsolationLevel.ReadUncommitted);

    public IReadOnlyDictionary<PartitionId, long> StableOffsets(IReadOnlyCollection<PartitionId> partitions) =>
        Ask(partitions, IsolationLevel.ReadCommitted);

    public void DeleteRecords(IReadOnlyDictionary<PartitionId, long> before)
    {
        try
        {
            Admin.DeleteRecordsAsync(
                before.Select(p => new TopicPartitionOffset(ConfluentConsumer.Tp(p.Key), new Offset(p.Value))),
                new DeleteRecordsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout }).GetAwaiter().GetResult();
        }
        catch (KafkaException e)
        {
            throw KafkaErrors.Map("delete records", e);
        }
    }

    public int PartitionCount(string topic)
    {
        try
        {
            var found = Admin.GetMetadata(topic, Timeout).Topics.Find(t => t.Topic == topic);
            return found is { Error.IsError: false } ? found.Partitions.Count : 0;
        }
        catch (KafkaException e)
        {
            throw KafkaErrors.Map("topic metadata", e);
        }
    }

    public GroupView DescribeGroup()
    {
        try
        {
            var options = new DescribeConsumerGroupsOptions { RequestTimeout = Timeout };
            var group = Admin.DescribeConsumerGroupsAsync([config.ApplicationId], options).GetAwaiter().GetResult().ConsumerGroupDescriptions[0];
            var members = group.Members.GroupBy(m => m.ClientId, StringComparer.Ordinal).ToDictionary(
                g => g.Key,
                g => (IReadOnlyCollection<PartitionId>)[.. g.SelectMany(m => m.Assignment.TopicPartitions).Select(ConfluentConsumer.Id)],
                StringComparer.Ordinal);
            return new GroupView(group.State == ConsumerGroupState.Stable, members);
        }
        catch (KafkaException e)
        {
            throw KafkaErrors.Map("describe group", e);
        }
    }

    public void Dispose() => Admin.Dispose();

    internal static void Log(ILogger log, LogMessage message)
    {
        var level = message.Level switch
        {
            SyslogLevel.Emergency or SyslogLevel.Alert or SyslogLevel.Critical or SyslogLevel.Error => LogLevel.Error,
            SyslogLevel.Warning or SyslogLevel.Notice => LogLevel.Warning,
            SyslogLevel.Info => LogLevel.Information,
            _ => LogLevel.Debug,
        };
        if (log.IsEnabled(level))
        {
            log.Log(level, "librdkafka {Client} {Facility}: {Message}", message.Name, message.Facility, message.Message);
        }
    }

    private Dictionary<PartitionId, long> Ask(IReadOnlyCollection<PartitionId> partitions, IsolationLevel isolation)
    {
        if (partitions.Count == 0)
        {
            return [];
        }

        try
        {
            var specs = partitions.Select(p => new TopicPartitionOffsetSpec { TopicPartition = ConfluentConsumer.Tp(p), OffsetSpec = OffsetSpec.Latest() });
            var options = new ListOffsetsOptions { IsolationLevel = isolation, RequestTimeout = Timeout };
            var result = Admin.ListOffsetsAsync(specs, options).GetAwaiter().GetResult();
            return result.ResultInfos.ToDictionary(
                r => ConfluentConsumer.Id(r.TopicPartitionOffsetError.TopicPartition),
                r => r.TopicPartitionOffsetError.Offset.Value);
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition)
        {
            // The topics were there at the start: this broker has not heard of them yet.
            throw new ClientException(ErrorKind.Retriable, "list offsets", $"{e.Error.Code}: {e.Error.Reason}", e);
        }
        catch (KafkaException e)
        {
            throw KafkaErrors.Map("list offsets", e);
        }
    }
}
