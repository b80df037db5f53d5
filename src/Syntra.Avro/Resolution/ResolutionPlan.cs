using System.Buffers;

namespace Syntra.Avro.Resolution;

internal sealed class ResolutionPlan
{
    private ResolutionPlan(bool identity) => IsIdentity = identity;

    public bool IsIdentity { get; }

    public static ResolutionPlan Compile(Schema writer, Schema reader) =>
        string.Equals(writer.ToJson(), reader.ToJson(), StringComparison.Ordinal) ? new ResolutionPlan(true) : throw new AvroException("the writer's schema differs");

    public void Transcode(ReadOnlySpan<byte> source, IBufferWriter<byte> destination) => destination.Write(source);
}
