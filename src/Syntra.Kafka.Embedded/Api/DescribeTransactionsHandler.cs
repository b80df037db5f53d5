using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>DescribeTransactions (65), v0.</summary>
internal sealed class DescribeTransactionsHandler(Broker broker) : ApiHandler(ApiKey.DescribeTransactions, 0, 0, flexibleFrom: 0)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var ids = r.Array(x => x.String());
        r.Tags();
        w.Int32(0);
        w.Array(ids, (x, id) =>
        {
            var t = broker.Transactions.Find(id);
            x.Error(t is null ? ErrorCode.TransactionalIdNotFound : ErrorCode.None);
            x.String(id);
            x.String(t?.State.ToString() ?? "");
            x.Int32(t?.TimeoutMs ?? 0);
            x.Int64(t?.StartedMs ?? -1);
            x.Int64(t?.ProducerId ?? -1);
            x.Int16(t?.Epoch ?? -1);
            x.Array([.. (t?.Partitions ?? []).GroupBy(p => p.Topic, StringComparer.Ordinal)], (y, topic) =>
            {
                y.String(topic.Key);
                y.Int32Array([.. topic.Select(p => p.Partition).Order()]);
                y.Tags();
            });
            x.Tags();
        });
        w.Tags();
    }
}
