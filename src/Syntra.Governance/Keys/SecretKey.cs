using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Syntra.Governance.Keys;

/// <summary>
/// A plaintext data key: pinned, so that the collector never leaves a copy behind, counted by its users, and zeroed when the last one
/// lets go of a retired key. Ciphers are pooled because one of them serves one thread at a time.
/// </summary>
internal sealed class SecretKey
{
    private readonly byte[] _bytes = GC.AllocateArray<byte>(DataKeyCacheOptions.KeySize, pinned: true);
    private readonly ConcurrentBag<AesGcm> _ciphers = [];
    private int _users = 1;
    private int _retired;

    public SecretKey(ReadOnlySpan<byte> plaintext) => plaintext.CopyTo(_bytes);

    public bool IsWiped => Volatile.Read(ref _users) == 0 && !_bytes.AsSpan().ContainsAnyExcept((byte)0);

    public bool TryAcquire()
    {
        while (true)
        {
            var users = Volatile.Read(ref _users);
            if (users == 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
            {
                return true;
            }
        }
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Wipe();
        }
    }

    /// <summary>The owner lets go; wiped now or when the last user is done. Safe to call again.</summary>
    public void Retire()
    {
        if (Interlocked.Exchange(ref _retired, 1) == 0)
        {
            Release();
        }
    }

    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> aad)
    {
        var cipher = Rent();
        cipher.Encrypt(nonce, plaintext, ciphertext, tag, aad);
        _ciphers.Add(cipher);
    }

    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext, ReadOnlySpan<byte> aad)
    {
        if (nonce.Length != AesGcm.NonceByteSizes.MaxSize || tag.Length != AesGcm.TagByteSizes.MaxSize || plaintext.Length != ciphertext.Length)
        {
            return false;
        }

        var cipher = Rent();
        try
        {
            cipher.Decrypt(nonce, ciphertext, tag, plaintext, aad);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            _ciphers.Add(cipher);
        }
    }

    private AesGcm Rent() => _ciphers.TryTake(out var cipher) ? cipher : new AesGcm(_bytes, AesGcm.TagByteSizes.MaxSize);

    private void Wipe()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        while (_ciphers.TryTake(out var cipher))
        {
            cipher.Dispose();
        }
    }
}
