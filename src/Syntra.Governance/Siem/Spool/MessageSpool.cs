using System.Buffers.Binary;
using System.Security.Cryptography;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Siem.Spool;

/// <summary>
/// Messages on disk until a receiver has them: length (4), check (4), message; beside it the position up to which they were confirmed.
/// Survives a kill: a torn last message is cut off, an unreadable position begins again at the first (messages come twice, none is lost).
/// One writer process; thread-safe.
/// </summary>
public sealed class MessageSpool : IDisposable
{
    private const int Header = 8;
    private const int ShrinkAt = 1 << 20;

    private readonly Lock _gate = new();
    private readonly FileStream _log;
    private readonly FileStream _confirmedFile;
    private readonly long _maxBytes;
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Positions grow for ever; the file begins at _base, so that emptying it moves nobody's position.
    private long _base;
    private long _next;
    private long _confirmed;

    /// <summary>Opens or makes a spool.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="maxBytes">Most it holds. Default 1 GiB.</param>
    public MessageSpool(string folder, long maxBytes = 1L << 30)
    {
        Directory.CreateDirectory(folder);
        _maxBytes = maxBytes;
        _log = Open(Path.Combine(folder, "spool.log"));
        _confirmedFile = Open(Path.Combine(folder, "spool.confirmed"));
        CutTornTail();
        Span<byte> confirmed = stackalloc byte[sizeof(long)];
        var read = RandomAccess.Read(_confirmedFile.SafeFileHandle, confirmed, 0) == confirmed.Length ? BinaryPrimitives.ReadInt64BigEndian(confirmed) : 0;
        _next = _confirmed = IsBoundary(read) ? read : 0;
        StoreConfirmed();
    }

    /// <summary>Bytes not confirmed yet.</summary>
    public long Pending
    {
        get
        {
            lock (_gate)
            {
                return _base + _log.Length - _confirmed;
            }
        }
    }

    /// <summary>Takes a message; it is the operating system's when this returns.</summary>
    /// <exception cref="SpoolFullException">No room.</exception>
    public void Append(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (_log.Length + Header + message.Length > _maxBytes)
            {
                throw new SpoolFullException($"The spool holds {_log.Length} bytes and may hold {_maxBytes}; is the receiver down?");
            }

            var frame = new byte[Header + message.Length];
            BinaryPrimitives.WriteInt32BigEndian(frame, message.Length);
            Check(message, frame.AsSpan(4, 4));
            message.CopyTo(frame.AsSpan(Header));
            RandomAccess.Write(_log.SafeFileHandle, frame, _log.Length);
            _appended.TrySetResult();
        }
    }

    /// <summary>The next message to send, or null where all were read.</summary>
    internal byte[]? Read()
    {
        lock (_gate)
        {
            var message = ReadAt(_next - _base);
            _next += message is null ? 0 : Header + message.Length;
            return message;
        }
    }

    /// <summary>Position after the messages read so far.</summary>
    internal long Position
    {
        get
        {
            lock (_gate)
            {
                return _next;
            }
        }
    }

    /// <summary>Reads again from the first message that was not confirmed.</summary>
    internal void Rewind()
    {
        lock (_gate)
        {
            _next = _confirmed;
        }
    }

    /// <summary>The receiver has everything before this position.</summary>
    internal void Confirm(long position)
    {
        lock (_gate)
        {
            _confirmed = Math.Max(_confirmed, position);
            if (_confirmed == _base + _log.Length && _log.Length > ShrinkAt)
            {
                // First the file, then the position: between the two, the position lies outside and is taken as the beginning.
                _base += _log.Length;
                _log.SetLength(0);
            }

            StoreConfirmed();
        }
    }

    /// <summary>Completes when something is there to read.</summary>
    internal Task WaitAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_next < _base + _log.Length)
            {
                return Task.CompletedTask;
            }

            if (_appended.Task.IsCompleted)
            {
                _appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _appended.Task.WaitAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _confirmedFile.Dispose();
    }

    private static FileStream Open(string path)
    {
        if (!File.Exists(path))
        {
            PrivateFile.Replace(path, []);
        }

        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
    }

    private static void Check(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, hash);
        hash[..destination.Length].CopyTo(destination);
    }

    private void StoreConfirmed()
    {
        Span<byte> stored = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(stored, _confirmed - _base);
        RandomAccess.Write(_confirmedFile.SafeFileHandle, stored, 0);
    }

    private void CutTornTail()
    {
        long end = 0;
        while (ReadAt(end) is { } message)
        {
            end += Header + message.Length;
        }

        _log.SetLength(end);
    }

    private bool IsBoundary(long position)
    {
        long at = 0;
        while (at < position && ReadAt(at) is { } message)
        {
            at += Header + message.Length;
        }

        return at == position;
    }

    private byte[]? ReadAt(long offset)
    {
        Span<byte> header = stackalloc byte[Header];
        if (RandomAccess.Read(_log.SafeFileHandle, header, offset) < Header)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        if (length < 0 || offset + Header + length > _log.Length)
        {
            return null;
        }

        var message = new byte[length];
        Span<byte> check = stackalloc byte[4];
        return RandomAccess.Read(_log.SafeFileHandle, message, offset + Header) == length && Matches(message, header[4..], check) ? message : null;
    }

    private static bool Matches(ReadOnlySpan<byte> message, ReadOnlySpan<byte> stored, Span<byte> check)
    {
        Check(message, check);
        return check.SequenceEqual(stored);
    }
}
