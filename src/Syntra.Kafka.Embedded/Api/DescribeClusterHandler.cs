using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>DescribeCluster (60), v0-1.</summary>
internal sealed class DescribeClusterHandler(Broker broker) : ApiHandler(ApiKey.DescribeCluster, 0, 1, flexibleFrom: 0)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        r.Bool();
        var endpointType = request.Version >= 1 ? r.Int8() : (sbyte)1;
        r.Tags();
        w.Int32(0);
        w.Error(ErrorCode.None);
        w.String(null);
        if (request.Version >= 1)
        {
            w.Int8(endpointType);
        }

        w.String(broker.ClusterId);
        w.Int32(Broker.NodeId);
        w.ArrayLength(1);
        w.Int32(Broker.NodeId);
        w.String(Broker.Host);
        w.Int32(broker.Port);
        w.String(null);
        w.Tags();
        w.Int32(int.MinValue);
        w.Tags();
    }
}
