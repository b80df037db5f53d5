using Syntra.Kafka.Embedded.Groups;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>SyncGroup (14), v0-5. The leader brings the assignment; all wait for it.</summary>
internal sealed class SyncGroupHandler(Broker broker) : ApiHandler(ApiKey.SyncGroup, 0, 5, flexibleFrom: 4)
{
    public override async ValueTask HandleAsync(Request request, WireWriter response, CancellationToken cancellationToken)
    {
        var sync = Read(request);
        var result = await broker.Groups.Sync(sync).WaitAsync(cancellationToken);
        if (request.Version >= 1)
        {
            response.Int32(0);
        }

        response.Error(result.Error);
        if (request.Version >= 5)
        {
            response.String(result.ProtocolType);
            response.String(result.ProtocolName);
        }

        response.Bytes(result.Assignment);
        response.Tags();
    }

    private static SyncRequest Read(Request request)
    {
        var r = request.Reader;
        var version = request.Version;
        var (groupId, generation, memberId) = (r.String(), r.Int32(), r.String());
        var instanceId = version >= 3 ? r.NullableString() : null;
        var protocolType = version >= 5 ? r.NullableString() : null;
        var protocolName = version >= 5 ? r.NullableString() : null;
        var assignments = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var n = r.ArrayLength(); n > 0; n--)
        {
            assignments[r.String()] = r.Bytes();
            r.Tags();
        }

        r.Tags();
        return new(groupId, generation, memberId, instanceId, protocolType, protocolName, assignments);
    }
}
