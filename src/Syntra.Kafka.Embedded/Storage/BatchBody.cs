using Syntra.Kafka.Embedded.Storage.Codecs;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Opens the record section of a batch in every codec but zstd, which the platform lacks.</summary>
internal static class BatchBody
{
    private const int Largest = 256 * 1024 * 1024;

    /// <summary>Can batches in this codec be opened here?</summary>
    public static bool CanOpen(Codec codec) => codec is >= Codec.None and < Codec.Zstd;

    /// <summary>Null where the codec is unknown here or the data is damaged.</summary>
    public static ReadOnlyMemory<byte>? TryOpen(ReadOnlyMemory<byte> batch, BatchHeader header) =>
        TryOpen(batch[BatchHeader.Size..], header.Codec);

    /// <inheritdoc cref="TryOpen(ReadOnlyMemory{byte}, BatchHeader)"/>
    public static ReadOnlyMemory<byte>? TryOpen(ReadOnlyMemory<byte> compressed, Codec codec)
    {
        if (codec == Codec.None)
        {
            return compressed;
        }

        var opened = codec switch
        {
            Codec.Gzip => Gzip.TryOpen(compressed.Span, Largest),
            Codec.Snappy => Snappy.TryOpen(compressed.Span, Largest),
            Codec.Lz4 => Lz4.TryOpen(compressed.Span, Largest),
            _ => null,
        };
        // A null array would convert to empty memory, not to none.
        return opened is null ? default(ReadOnlyMemory<byte>?) : opened.AsMemory();
    }
}
