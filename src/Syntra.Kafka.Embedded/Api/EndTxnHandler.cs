using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>EndTxn (26), v0-4. Answered once the outcome is durable and its markers are written.</summary>
internal sealed class EndTxnHandler(Broker broker) : ApiHandler(ApiKey.EndTxn, 0, 4, flexibleFrom: 3)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var (transactionalId, producerId, epoch, commit) = (r.String(), r.Int64(), r.Int16(), r.Bool());
        r.Tags();
        var error = broker.Transactions.End(transactionalId, producerId, epoch, commit);
        w.Int32(0);
        w.Error(TransactionErrors.For(error, fencedIsKnown: request.Version >= 2));
        w.Tags();
    }
}
