using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>
/// Answers one kind of request. Each kind is one file with a header that says which versions it speaks and what is particular.
/// A handler reads the whole request, acts, and writes the body of the answer; header and framing are the connection's.
/// </summary>
internal abstract class ApiHandler(ApiKey key, short minVersion, short maxVersion, short flexibleFrom = short.MaxValue)
{
    public ApiKey Key => key;

    public short MinVersion => minVersion;

    public short MaxVersion => maxVersion;

    /// <summary>Lowest version told to clients; below <see cref="MinVersion"/> only where a known client needs to see it.</summary>
    public virtual short AdvertisedMinVersion => minVersion;

    public bool IsFlexible(short version) => version >= flexibleFrom;

    public virtual ValueTask HandleAsync(Request request, WireWriter response, CancellationToken cancellationToken)
    {
        Handle(request, response);
        return ValueTask.CompletedTask;
    }

    protected virtual void Handle(Request request, WireWriter w) => throw new NotSupportedException($"{key} has no synchronous answer");
}
