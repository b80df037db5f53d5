namespace Syntra.Streams.Runtime;

/// <summary>A partition of a topic.</summary>
internal readonly record struct PartitionId(string Topic, int Partition)
{
    public override string ToString() => $"{Topic}/{Partition}";
}

/// <summary>A place in a partition.</summary>
internal readonly record struct PartitionOffset(PartitionId Partition, long Offset);
