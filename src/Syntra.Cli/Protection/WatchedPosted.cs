using System.Buffers;
using Syntra.Contracts;
using Syntra.Governance.Disclosure;
using Syntra.Streams.Serialization;
using Syntra.Topology.Intake;

namespace Syntra.Cli.Protection;

/// <summary>Reads the watermark table and logs the access where a row holds a raw charge.</summary>
internal sealed class WatchedPosted(ISerde<PostedCharge> inner, ISourceTokens tokens, IPhiAccessLog access) : ISerde<PostedCharge>
{
    /// <inheritdoc/>
    public PostedCharge Deserialize(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        var row = inner.Deserialize(topic, key, data);
        if ((row.Current ?? (row.Waiting.Count > 0 ? row.Waiting[0] : null)) is { } held)
        {
            access.Opened(PatientTokens.Of(held.Charge, tokens));
        }
        return row;
    }

    /// <inheritdoc/>
    public PostedCharge Deserialize(string topic, ReadOnlySpan<byte> data) => inner.Deserialize(topic, data);

    /// <inheritdoc/>
    public void Serialize(string topic, PostedCharge value, IBufferWriter<byte> destination) => inner.Serialize(topic, value, destination);
}
