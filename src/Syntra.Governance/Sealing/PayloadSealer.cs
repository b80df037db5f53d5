using System.Buffers;
using Syntra.Governance.Keys;

namespace Syntra.Governance.Sealing;

/// <summary>
/// Seals and opens payloads of one domain (AES-256-GCM, data keys from the cache). Thread-safe. The calls are synchronous, because they
/// are pure arithmetic with a warm key; the first payload of an hour may wait for the key service (see <see cref="PrepareAsync"/>).
/// </summary>
public sealed class PayloadSealer
{
    private const int StackLimit = 512;

    private readonly DataKeyCache _keys;
    private readonly string _domain;

    /// <summary>Uses the cache's keys for <paramref name="domain"/>.</summary>
    public PayloadSealer(DataKeyCache keys, string domain)
    {
        _keys = keys;
        _domain = domain;
    }

    /// <summary>Bytes that sealing adds.</summary>
    public static int Overhead => EnvelopeLayout.Overhead;

    /// <summary>Fetches the tenant's sealing key now.</summary>
    public ValueTask PrepareAsync(string tenant, CancellationToken cancellation) => _keys.PrepareAsync(Context(tenant), cancellation);

    /// <summary>Seals into a new array.</summary>
    /// <exception cref="KeyException">No key may be used or made.</exception>
    public byte[] Seal(in SealContext context, ReadOnlySpan<byte> plaintext)
    {
        var envelope = new byte[plaintext.Length + Overhead];
        Seal(context, plaintext, envelope);
        return envelope;
    }

    /// <summary>Seals into a buffer writer.</summary>
    /// <exception cref="KeyException">No key may be used or made.</exception>
    public void Seal(in SealContext context, ReadOnlySpan<byte> plaintext, IBufferWriter<byte> destination)
    {
        var size = plaintext.Length + Overhead;
        Seal(context, plaintext, destination.GetSpan(size)[..size]);
        destination.Advance(size);
    }

    /// <summary>Opens into a new array.</summary>
    /// <exception cref="SealException">It is not an envelope of this place.</exception>
    /// <exception cref="KeyException">Its key may not be used.</exception>
    public byte[] Open(in SealContext context, ReadOnlySpan<byte> envelope)
    {
        var plaintext = new byte[Math.Max(0, envelope.Length - Overhead)];
        Open(context, envelope, plaintext);
        return plaintext;
    }

    /// <summary>Opens into the caller's span and says how many bytes it wrote (envelope length less <see cref="Overhead"/>).</summary>
    /// <exception cref="SealException">It is not an envelope of this place.</exception>
    /// <exception cref="KeyException">Its key may not be used.</exception>
    public int Open(in SealContext context, ReadOnlySpan<byte> envelope, Span<byte> plaintext)
    {
        if (envelope.Length < Overhead || envelope[0] != EnvelopeLayout.Version || envelope[1] != EnvelopeLayout.AesGcm256)
        {
            throw new SealException("Not an envelope of a version that this program opens.");
        }

        var id = envelope.Slice(EnvelopeLayout.KeyIdAt, DataKeyId.Size);
        var length = envelope.Length - Overhead;
        var size = EnvelopeLayout.AadSize(context);
        var aad = size <= StackLimit ? stackalloc byte[StackLimit] : new byte[size];
        EnvelopeLayout.WriteAad(context, id, aad);
        var secret = AcquireForOpening(DataKeyId.Read(id), context.Tenant);
        try
        {
            var opened = secret.TryDecrypt(
                envelope.Slice(EnvelopeLayout.NonceAt, SealingKey.NonceSize),
                envelope.Slice(EnvelopeLayout.BodyAt, length),
                envelope[^EnvelopeLayout.TagSize..],
                plaintext[..length],
                aad[..size]);
            return opened ? length : throw new SealException("The envelope was altered, or moved from where it belongs.");
        }
        finally
        {
            secret.Release();
        }
    }

    private void Seal(in SealContext context, ReadOnlySpan<byte> plaintext, Span<byte> envelope)
    {
        var key = Reserve(context.Tenant, plaintext.Length, out var count);
        try
        {
            envelope[0] = EnvelopeLayout.Version;
            envelope[1] = EnvelopeLayout.AesGcm256;
            var id = envelope.Slice(EnvelopeLayout.KeyIdAt, DataKeyId.Size);
            key.Id.Write(id);
            var nonce = envelope.Slice(EnvelopeLayout.NonceAt, SealingKey.NonceSize);
            SealingKey.WriteNonce(count, nonce);
            var size = EnvelopeLayout.AadSize(context);
            var aad = size <= StackLimit ? stackalloc byte[StackLimit] : new byte[size];
            EnvelopeLayout.WriteAad(context, id, aad);
            key.Secret.Encrypt(
                nonce, plaintext, envelope.Slice(EnvelopeLayout.BodyAt, plaintext.Length), envelope[^EnvelopeLayout.TagSize..], aad[..size]);
        }
        finally
        {
            key.Secret.Release();
        }
    }

    private SealingKey Reserve(string tenant, int bytes, out uint count)
    {
        var context = Context(tenant);
        SealingKey key;
        while (!_keys.Sealing.TryReserve(context, bytes, out key, out count))
        {
            // Once an hour and only when the background refresh did not come in time.
            _keys.PrepareAsync(context, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }

        return key;
    }

    private SecretKey AcquireForOpening(DataKeyId id, string tenant)
    {
        SecretKey secret;
        while (!_keys.Opening.TryAcquire(id, tenant, out secret))
        {
            _keys.Opening.LoadAsync(id, tenant, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }

        return secret;
    }

    private KeyContext Context(string tenant) => new(tenant, _domain, "payload");
}
