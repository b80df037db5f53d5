using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>ListGroups (16), v0-5. Filters by state (v4) and type (v5; all groups here are classic).</summary>
internal sealed class ListGroupsHandler(Broker broker) : ApiHandler(ApiKey.ListGroups, 0, 5, flexibleFrom: 3)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var version = request.Version;
        var states = version >= 4 ? r.Array(x => x.String()) : [];
        var types = version >= 5 ? r.Array(x => x.String()) : [];
        r.Tags();
        var groups = broker.Groups.All
            .Where(g => states.Length == 0 || states.Contains(g.State.ToString(), StringComparer.OrdinalIgnoreCase))
            .Where(_ => types.Length == 0 || types.Contains("classic", StringComparer.OrdinalIgnoreCase))
            .OrderBy(g => g.Id, StringComparer.Ordinal).ToArray();
        if (version >= 1)
        {
            w.Int32(0);
        }

        w.Error(ErrorCode.None);
        w.Array(groups, (x, g) =>
        {
            x.String(g.Id);
            x.String(g.ProtocolType ?? "");
            if (version >= 4)
            {
                x.String(g.State.ToString());
            }

            if (version >= 5)
            {
                x.String("classic");
            }

            x.Tags();
        });
        w.Tags();
    }
}
