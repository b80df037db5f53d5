using Syntra.Kafka.Embedded.Transactions;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>ListTransactions (66), v0-1. Filters by state, producer id and (v1) how long a transaction has been open.</summary>
internal sealed class ListTransactionsHandler(Broker broker) : ApiHandler(ApiKey.ListTransactions, 0, 1, flexibleFrom: 0)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var states = r.Array(x => x.String());
        var producers = r.Array(x => x.Int64());
        var minimumMs = request.Version >= 1 ? r.Int64() : -1;
        r.Tags();
        var unknown = states.Where(s => !Enum.GetNames<TransactionState>().Contains(s, StringComparer.Ordinal)).ToArray();
        var now = broker.Storage.Now;
        var found = broker.Transactions.All
            .Where(t => states.Length == 0 || states.Contains(t.State.ToString(), StringComparer.Ordinal))
            .Where(t => producers.Length == 0 || producers.Contains(t.ProducerId))
            .Where(t => minimumMs < 0 || (t.StartedMs >= 0 && now - t.StartedMs > minimumMs))
            .OrderBy(t => t.TransactionalId, StringComparer.Ordinal).ToArray();
        w.Int32(0);
        w.Error(ErrorCode.None);
        w.Array(unknown, (x, s) => x.String(s));
        w.Array(found, (x, t) =>
        {
            x.String(t.TransactionalId);
            x.Int64(t.ProducerId);
            x.String(t.State.ToString());
            x.Tags();
        });
        w.Tags();
    }
}
