using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>LeaveGroup (13), v0-5. From v3 on several members leave at once, static ones by their instance id.</summary>
internal sealed class LeaveGroupHandler(Broker broker) : ApiHandler(ApiKey.LeaveGroup, 0, 5, flexibleFrom: 4)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        var groupId = r.String();
        var members = version <= 2 ? [(r.String(), null)] : r.Array(x => ReadMember(x, version));
        r.Tags();
        var results = members.Select(m => (m.Id, m.Instance, Error: broker.Groups.Leave(groupId, m.Id, m.Instance))).ToArray();
        if (version >= 1)
        {
            w.Int32(0);
        }

        w.Error(version <= 2 ? results[0].Error : ErrorCode.None);
        if (version >= 3)
        {
            w.Array(results, (x, m) =>
            {
                x.String(m.Id);
                x.String(m.Instance);
                x.Error(m.Error);
                x.Tags();
            });
        }

        w.Tags();
    }

    private static (string Id, string? Instance) ReadMember(WireReader r, short version)
    {
        var member = (r.String(), r.NullableString());
        if (version >= 5)
        {
            r.NullableString();
        }

        r.Tags();
        return member;
    }
}
