using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>Every request that the broker answers.</summary>
internal static class HandlerCatalog
{
    public static IReadOnlyDictionary<ApiKey, ApiHandler> Create(Broker broker)
    {
        var handlers = new Dictionary<ApiKey, ApiHandler>();
        handlers[ApiKey.ApiVersions] = new ApiVersionsHandler(handlers);
        ApiHandler[] others =
        [
            new ProduceHandler(broker), new FetchHandler(broker), new ListOffsetsHandler(broker), new MetadataHandler(broker),
            new OffsetCommitHandler(broker), new OffsetFetchHandler(broker), new FindCoordinatorHandler(broker),
            new JoinGroupHandler(broker), new HeartbeatHandler(broker), new LeaveGroupHandler(broker), new SyncGroupHandler(broker),
            new DescribeGroupsHandler(broker), new ListGroupsHandler(broker), new DeleteGroupsHandler(broker), new OffsetDeleteHandler(broker),
            new CreateTopicsHandler(broker), new DeleteTopicsHandler(broker), new DeleteRecordsHandler(broker),
            new CreatePartitionsHandler(broker), new DescribeConfigsHandler(broker), new AlterConfigsHandler(broker),
            new IncrementalAlterConfigsHandler(broker), new DescribeLogDirsHandler(broker), new DescribeClusterHandler(broker),
            new OffsetForLeaderEpochHandler(broker), new InitProducerIdHandler(broker), new AddPartitionsToTxnHandler(broker),
            new AddOffsetsToTxnHandler(broker), new EndTxnHandler(broker), new TxnOffsetCommitHandler(broker),
            new DescribeProducersHandler(broker), new DescribeTransactionsHandler(broker), new ListTransactionsHandler(broker),
        ];
        foreach (var handler in others)
        {
            handlers.Add(handler.Key, handler);
        }

        return handlers;
    }
}
