using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Groups;

/// <summary>Reads topic names from the subscription that consumers send when they join: version, then topics.</summary>
internal static class ConsumerSubscription
{
    public static bool Names(byte[] metadata, string topic)
    {
        try
        {
            var reader = new WireReader();
            reader.Reset(metadata);
            reader.Int16();
            return reader.Array(r => r.String()).Contains(topic, StringComparer.Ordinal);
        }
        catch (MalformedFrameException)
        {
            return false;
        }
    }
}
