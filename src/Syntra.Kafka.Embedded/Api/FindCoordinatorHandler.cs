using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>FindCoordinator (10), v0-5. This node coordinates every group and transaction; from v4 on many keys are asked at once.</summary>
internal sealed class FindCoordinatorHandler(Broker broker) : ApiHandler(ApiKey.FindCoordinator, 0, 5, flexibleFrom: 3)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        var single = version <= 3 ? r.String() : null;
        var keyType = version >= 1 ? r.Int8() : (sbyte)0;
        var keys = version >= 4 ? r.Array(x => x.String()) : [single!];
        r.Tags();
        var error = keyType is 0 or 1 ? ErrorCode.None : ErrorCode.InvalidRequest;
        if (version >= 1)
        {
            w.Int32(0);
        }

        if (version >= 4)
        {
            w.Array(keys, (x, key) =>
            {
                x.String(key);
                Node(x, error);
                x.Error(error);
                x.String(null);
                x.Tags();
            });
        }
        else
        {
            w.Error(error);
            if (version >= 1)
            {
                w.String(null);
            }

            Node(w, error);
        }

        w.Tags();
    }

    private void Node(WireWriter w, ErrorCode error)
    {
        var known = error == ErrorCode.None;
        w.Int32(known ? Broker.NodeId : -1);
        w.String(known ? Broker.Host : "");
        w.Int32(known ? broker.Port : -1);
    }
}
