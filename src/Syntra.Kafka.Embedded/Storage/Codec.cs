namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Compression of a batch, by Kafka's numbers.</summary>
internal enum Codec
{
    None = 0,
    Gzip = 1,
    Snappy = 2,
    Lz4 = 3,
    Zstd = 4,
}
