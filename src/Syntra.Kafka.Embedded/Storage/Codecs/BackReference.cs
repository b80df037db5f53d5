namespace Syntra.Kafka.Embedded.Storage.Codecs;

/// <summary>The step that all Lempel-Ziv formats share: repeat bytes that were written before.</summary>
internal static class BackReference
{
    /// <summary>Copies from <paramref name="offset"/> bytes back, onto itself where the ranges overlap; false where the reference is impossible.</summary>
    public static bool TryCopy(byte[] output, ref int written, long offset, int length)
    {
        if (offset <= 0 || offset > written || length > output.Length - written)
        {
            return false;
        }

        var from = written - (int)offset;
        for (var copied = 0; copied < length;)
        {
            // What lies between source and target may be copied at once; each round doubles it.
            var step = Math.Min(length - copied, written - from);
            output.AsSpan(from, step).CopyTo(output.AsSpan(written));
            written += step;
            copied += step;
        }

        return true;
    }
}
