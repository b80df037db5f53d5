using System.Buffers;
using System.Net.Http.Headers;

namespace Syntra.Cerner.Fhir.Client;

/// <summary>An answer's body in a pooled buffer, which is cleared when it goes back: it may hold anything of a person.</summary>
internal sealed class BodyBuffer : IDisposable
{
    private const int First = 16 << 10;

    private byte[] _buffer = [];
    private int _length;

    internal ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>When the server made it, by its own clock.</summary>
    internal DateTimeOffset? ServerTime { get; init; }

    /// <summary>The answer's headers.</summary>
    internal HttpResponseHeaders? Headers { get; init; }

    /// <summary>Reads to the end.</summary>
    /// <exception cref="FhirFaultException">It is longer than the limit.</exception>
    internal async Task FillAsync(Stream stream, long? announced, int limit, CancellationToken ct)
    {
        if (announced > limit)
        {
            throw TooLarge();
        }

        Grow((int)Math.Clamp(announced ?? First, 1, limit));
        while (true)
        {
            if (_length == _buffer.Length)
            {
                Grow(_buffer.Length * 2);
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(_length), ct).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            _length += read;
            if (_length > limit)
            {
                throw TooLarge();
            }
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            _buffer.AsSpan(0, _length).Clear();
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _length = 0;
        }
    }

    private static FhirFaultException TooLarge() => new(FhirFaultKind.TooLarge, "the answer is larger than the limit");

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        if (_buffer.Length > 0)
        {
            _buffer.AsSpan(0, _length).Clear();
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }
}
