using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>DeleteGroups (42), v0-2.</summary>
internal sealed class DeleteGroupsHandler(Broker broker) : ApiHandler(ApiKey.DeleteGroups, 0, 2, flexibleFrom: 2)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var ids = r.Array(x => x.String());
        r.Tags();
        w.Int32(0);
        w.Array(ids, (x, id) =>
        {
            x.String(id);
            x.Error(broker.Groups.Delete(id));
            x.Tags();
        });
        w.Tags();
    }
}
