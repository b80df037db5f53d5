using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Syntra.Governance.Keys;

/// <summary>
/// A data key that this process made and alone seals with. The nonce is a 32-bit count of this object, which is never stored and never
/// restored, and 64 fresh random bits: two payloads of one process cannot share a nonce, and two copies of a process (a resumed
/// machine image) would have to draw the same 64 bits at the same count.
/// </summary>
internal sealed class SealingKey(DataKeyId id, SecretKey secret, DateTimeOffset createdAt, DataKeyCacheOptions options)
{
    public const int NonceSize = 12;

    private long _messages;
    private long _bytes;

    public DataKeyId Id => id;

    public SecretKey Secret => secret;

    public bool IsDue(DateTimeOffset now) =>
        now - createdAt >= options.MaxAge * options.RefreshAt
        || Volatile.Read(ref _messages) >= options.MaxMessages * options.RefreshAt
        || Volatile.Read(ref _bytes) >= options.MaxBytes * options.RefreshAt;

    /// <summary>Reserves one payload within all limits and holds the key until <see cref="SecretKey.Release"/>.</summary>
    public bool TryReserve(int bytes, DateTimeOffset now, out uint count)
    {
        count = 0;
        if (now - createdAt >= options.MaxAge || !secret.TryAcquire())
        {
            return false;
        }

        // Counted before it is checked: racing callers can only waste what is left, never pass the limit.
        var message = Interlocked.Increment(ref _messages);
        if (message > options.MaxMessages || Interlocked.Add(ref _bytes, bytes) > options.MaxBytes)
        {
            secret.Release();
            return false;
        }

        count = (uint)message;
        return true;
    }

    public static void WriteNonce(uint count, Span<byte> nonce)
    {
        BinaryPrimitives.WriteUInt32BigEndian(nonce, count);
        RandomNumberGenerator.Fill(nonce[sizeof(uint)..NonceSize]);
    }
}
