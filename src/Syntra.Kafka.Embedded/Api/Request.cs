using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>One request as its handler sees it; the reader stands behind the header.</summary>
internal sealed class Request(WireReader reader, ApiKey key, short version, string clientId, string clientHost)
{
    public WireReader Reader => reader;

    public ApiKey Key => key;

    public short Version => version;

    public string ClientId => clientId;

    public string ClientHost => clientHost;
}
