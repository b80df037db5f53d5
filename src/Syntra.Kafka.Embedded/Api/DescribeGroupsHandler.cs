using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>DescribeGroups (15), v0-5. A group that does not exist is "Dead", without an error, as in Kafka.</summary>
internal sealed class DescribeGroupsHandler(Broker broker) : ApiHandler(ApiKey.DescribeGroups, 0, 5, flexibleFrom: 5)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        var ids = r.Array(x => x.String());
        if (version >= 3)
        {
            r.Bool();
        }

        r.Tags();
        if (version >= 1)
        {
            w.Int32(0);
        }

        w.Array(ids, (x, id) => Describe(x, version, id));
        w.Tags();
    }

    private void Describe(WireWriter w, short version, string id)
    {
        if (broker.Groups.Find(id) is { } group)
        {
            lock (group.Gate)
            {
                Write(w, version, id, group.State.ToString(), group);
            }
        }
        else
        {
            Write(w, version, id, nameof(GroupState.Dead), null);
        }
    }

    private static void Write(WireWriter w, short version, string id, string state, Group? group)
    {
        w.Error(ErrorCode.None);
        w.String(id);
        w.String(state);
        w.String(group?.ProtocolType ?? "");
        w.String(group?.State == GroupState.Stable ? group.ProtocolName ?? "" : "");
        w.Array(group?.Members ?? [], (x, m) =>
        {
            x.String(m.Id);
            if (version >= 4)
            {
                x.String(m.InstanceId);
            }

            x.String(m.ClientId);
            x.String(m.ClientHost);
            x.Bytes(m.MetadataFor(group?.ProtocolName));
            x.Bytes(m.Assignment);
            x.Tags();
        });
        if (version >= 3)
        {
            w.Int32(int.MinValue);
        }

        w.Tags();
    }
}
