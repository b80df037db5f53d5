using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>JoinGroup (11), v0-9. Answered when the rebalance's join phase ends. v4: new members are told their id first. v5: static members.</summary>
internal sealed class JoinGroupHandler(Broker broker) : ApiHandler(ApiKey.JoinGroup, 0, 9, flexibleFrom: 6)
{
    public override async ValueTask HandleAsync(Request request, WireWriter response, CancellationToken cancellationToken)
    {
        var join = Read(request);
        var result = await broker.Groups.Join(join).WaitAsync(cancellationToken);
        Write(response, request.Version, result);
    }

    private static JoinRequest Read(Request request)
    {
        var r = request.Reader;
        var version = request.Version;
        var groupId = r.String();
        var session = r.Int32();
        var rebalance = version >= 1 ? r.Int32() : session;
        var memberId = r.String();
        var instanceId = version >= 5 ? r.NullableString() : null;
        var protocolType = r.String();
        var protocols = r.Array(x =>
        {
            var protocol = new GroupProtocol(x.String(), x.Bytes());
            x.Tags();
            return protocol;
        });
        if (version >= 8)
        {
            r.NullableString();
        }

        r.Tags();
        return new(groupId, memberId, instanceId, protocolType, protocols, session, rebalance, request.ClientId, request.ClientHost)
        {
            MustKnowMemberId = version >= 4,
            CanSkipAssignment = version >= 9,
        };
    }

    private static void Write(WireWriter w, short version, JoinResult result)
    {
        if (version >= 2)
        {
            w.Int32(0);
        }

        w.Error(result.Error);
        w.Int32(result.Generation);
        if (version >= 7)
        {
            w.String(result.ProtocolType);
        }

        w.String(version >= 7 ? result.ProtocolName : result.ProtocolName ?? "");
        w.String(result.Leader);
        if (version >= 9)
        {
            w.Bool(result.SkipAssignment);
        }

        w.String(result.MemberId);
        w.Array(result.Members, (x, m) =>
        {
            x.String(m.MemberId);
            if (version >= 5)
            {
                x.String(m.InstanceId);
            }

            x.Bytes(m.Metadata);
            x.Tags();
        });
        w.Tags();
    }
}
