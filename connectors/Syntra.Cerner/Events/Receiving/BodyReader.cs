using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Syntra.Cerner.Events.Receiving;

/// <summary>Reads bodies within their limits of size and time, and unpacks them within another.</summary>
internal sealed class BodyReader(HookReceiverOptions options, TimeProvider time)
{
    private const int FirstBuffer = 8 << 10;

    // Left free for each read, so that the end is seen without copying what was read.
    private const int LeastRoom = 1 << 10;

    /// <summary>The body as it comes over the wire.</summary>
    /// <exception cref="HookRefusedException">Too large, too slow, or cut off.</exception>
    internal async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > options.MaxBodyBytes)
        {
            throw TooLarge(options.MaxBodyBytes);
        }

        using var slow = new CancellationTokenSource(options.BodyTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, ct);
        try
        {
            return await ReadAsync(request.Body, (int?)request.ContentLength ?? FirstBuffer, options.MaxBodyBytes, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (slow.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new HookRefusedException(new HookAnswer(408, "slow-body"));
        }
        catch (BadHttpRequestException e)
        {
            throw new HookRefusedException(new HookAnswer(e.StatusCode, "bad-request"));
        }
    }

    /// <summary>The content of a body.</summary>
    /// <exception cref="HookRefusedException">An encoding that is not ours, damaged, or too large.</exception>
    internal async Task<ReadOnlyMemory<byte>> UnpackAsync(ReadOnlyMemory<byte> body, string encodings, CancellationToken ct)
    {
        var named = encodings.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(e => e != "identity").ToList();
        if (named.Count == 0)
        {
            return body;
        }

        using var packed = new MemoryStream(body.ToArray(), writable: false);
        Stream stream = named[0] switch
        {
            _ when named.Count > 1 => throw new HookRefusedException(new HookAnswer(415, "content-encoding", "one, not several")),
            "gzip" or "x-gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
            _ => throw new HookRefusedException(new HookAnswer(415, "content-encoding", "gzip, br, deflate or none")),
        };
        await using var closing = stream.ConfigureAwait(false);
        try
        {
            return await ReadAsync(stream, FirstBuffer, options.MaxUnpackedBytes, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new HookRefusedException(new HookAnswer(400, "content-encoding", "damaged"));
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, int first, int most, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>(first + LeastRoom);
        while (true)
        {
            var read = await stream.ReadAsync(buffer.GetMemory(LeastRoom), ct).ConfigureAwait(false);
            if (read == 0)
            {
                return buffer.WrittenMemory;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > most)
            {
                throw TooLarge(most);
            }
        }
    }

    private static HookRefusedException TooLarge(int most) => new(new HookAnswer(413, "too-large", $"at most {most} bytes"));
}
