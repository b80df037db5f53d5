using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>Heartbeat (12), v0-4.</summary>
internal sealed class HeartbeatHandler(Broker broker) : ApiHandler(ApiKey.Heartbeat, 0, 4, flexibleFrom: 4)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var (groupId, generation, memberId) = (r.String(), r.Int32(), r.String());
        var instanceId = request.Version >= 3 ? r.NullableString() : null;
        r.Tags();
        if (request.Version >= 1)
        {
            w.Int32(0);
        }

        w.Error(broker.Groups.Heartbeat(groupId, memberId, instanceId, generation));
        w.Tags();
    }
}
