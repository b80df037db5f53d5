using Syntra.Kafka.Embedded.Transactions;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>
/// InitProducerId (22), v0-5. Aborts the id's open transaction and fences its last holder before it answers. Up to v3 a fenced
/// producer reads INVALID_PRODUCER_EPOCH, from v4 on PRODUCER_FENCED.
/// </summary>
internal sealed class InitProducerIdHandler(Broker broker) : ApiHandler(ApiKey.InitProducerId, 0, 5, flexibleFrom: 2)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var (transactionalId, timeout) = (r.NullableString(), r.Int32());
        var (producerId, epoch) = request.Version >= 3 ? (r.Int64(), r.Int16()) : (-1, (short)-1);
        r.Tags();
        var identity = broker.Transactions.Init(transactionalId, timeout, producerId, epoch);
        w.Int32(0);
        w.Error(TransactionErrors.For(identity.Error, fencedIsKnown: request.Version >= 4));
        w.Int64(identity.ProducerId);
        w.Int16(identity.Epoch);
        w.Tags();
    }
}
