using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Syntra.Governance.Audit.Checkpoints;
using Syntra.Governance.Audit.Merkle;

namespace Syntra.Governance.Audit.Log;

/// <summary>
/// The append-only chain of one tenant. One writer at a time (a lock file); thread-safe within it. A torn last entry, as a kill leaves it,
/// is cut off on opening; any other damage, or a chain that is shorter than the last checkpoint says, refuses to open.
/// </summary>
public sealed class AuditLog : IAuditSink, IDisposable
{
    private const int FlushAt = 1 << 16;

    private readonly AuditLogOptions _options;
    private readonly Lock _gate = new();
    private readonly FileStream _lock;
    private readonly ArrayBufferWriter<byte> _pending = new(2 * FlushAt);
    private readonly ArrayBufferWriter<byte> _body = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly CompactRange _tree = new();
    private readonly byte[] _head;
    private FileStream _segment;
    private bool _failed;

    private AuditLog(AuditLogOptions options, FileStream writerLock, AuditCheckpoint? anchor)
    {
        (_options, _lock, _head) = (options, writerLock, SegmentFormat.Genesis(options.Tenant));
        _json = new Utf8JsonWriter(_body);
        _segment = Resume([.. SegmentFormat.Files(options.Folder)], anchor);
        if (anchor is not null && _tree.Size < anchor.Size)
        {
            _segment.Dispose();
            throw new AuditTamperedException($"The chain has {_tree.Size} entries and a checkpoint of {anchor.Size}: its end is missing.");
        }
    }

    /// <summary>Entries so far.</summary>
    public long Size
    {
        get
        {
            lock (_gate)
            {
                return _tree.Size;
            }
        }
    }

    /// <summary>Opens or begins the chain.</summary>
    /// <param name="options">Where.</param>
    /// <param name="anchor">The last checkpoint of the second place, or null if there is none yet.</param>
    /// <exception cref="AuditTamperedException">The chain is damaged, cut or another one than the checkpoint's.</exception>
    /// <exception cref="IOException">Another writer has it open.</exception>
    public static AuditLog Open(AuditLogOptions options, AuditCheckpoint? anchor)
    {
        Directory.CreateDirectory(options.Folder);
        var writerLock = new FileStream(Path.Combine(options.Folder, "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            return new AuditLog(options, writerLock, anchor);
        }
        catch
        {
            writerLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Record(AuditEvent entry)
    {
        lock (_gate)
        {
            Append(entry);
            if (_options.FlushEachRecord)
            {
                Flush();
            }
        }
    }

    /// <summary>Appends without handing to the operating system; says the entry's sequence.</summary>
    public long Append(AuditEvent entry)
    {
        if (entry.Tenant != _options.Tenant)
        {
            throw new ArgumentException("The event belongs to another tenant's chain.", nameof(entry));
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_failed, this);
            _body.ResetWrittenCount();
            _json.Reset(_body);
            AuditJson.Write(entry, _json);
            var sequence = _tree.Size;
            Frame(sequence, entry.At, _body.WrittenSpan);
            if (_pending.WrittenCount >= FlushAt)
            {
                Flush();
            }

            return sequence;
        }
    }

    /// <summary>Hands everything to the operating system.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            try
            {
                _segment.Write(_pending.WrittenSpan);
            }
            catch (IOException)
            {
                // Part of it may be on disk; what follows must not be appended after a torn middle.
                _failed = true;
                throw;
            }

            _pending.ResetWrittenCount();
            if (_segment.Position >= _options.SegmentBytes)
            {
                _segment.Dispose();
                _segment = NewSegment();
            }
        }
    }

    /// <summary>Signs the present state, which may be the same as the last one's, and sends it to the second place.</summary>
    public AuditCheckpoint Checkpoint(CheckpointSigner signer, ICheckpointStore store, TimeProvider time)
    {
        lock (_gate)
        {
            Flush();
            _segment.Flush(flushToDisk: true);
            var previous = store.Read(_options.Tenant).LastOrDefault();
            var note = signer.Sign(new AuditCheckpoint(
                _options.Tenant, _tree.Size, _tree.Root(), [.. _head], previous is null ? new byte[MerkleHash.Size] : CheckpointNote.HashOf(previous), time.GetUtcNow()));
            store.Append(_options.Tenant, note);
            return CheckpointNote.Parse(note).Checkpoint;
        }
    }

    /// <summary>All events so far. Reading the audit is itself an event: it is appended first.</summary>
    public IEnumerable<(long Sequence, AuditEvent Entry)> Read(string actor, string purpose, TimeProvider time)
    {
        Append(new AuditEvent { Kind = AuditKind.AuditRead, Tenant = _options.Tenant, At = time.GetUtcNow(), Actor = actor, Purpose = purpose });
        Flush();
        return AuditReader.Read(_options.Directory, _options.Tenant);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_failed)
            {
                Flush();
            }

            _failed = true;
            _segment.Dispose();
            _json.Dispose();
            _lock.Dispose();
        }
    }

    private void Frame(long sequence, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var length = SegmentFormat.BodyAt + body.Length;
        if (length > SegmentFormat.MaxContent)
        {
            throw new ArgumentException("The event is longer than an entry may be.", nameof(body));
        }

        var size = SegmentFormat.LengthSize + length + SegmentFormat.TrailerSize;
        var frame = _pending.GetSpan(size)[..size];
        BinaryPrimitives.WriteInt32BigEndian(frame, length);
        var content = frame.Slice(SegmentFormat.LengthSize, length);
        content[0] = MerkleHash.LeafPrefix;
        BinaryPrimitives.WriteInt64BigEndian(content[SegmentFormat.SequenceAt..], sequence);
        _head.CopyTo(content[SegmentFormat.PreviousAt..]);
        BinaryPrimitives.WriteInt64BigEndian(content[SegmentFormat.TimeAt..], at.ToUnixTimeMilliseconds());
        body.CopyTo(content[SegmentFormat.BodyAt..]);
        SHA256.HashData(content, _head);
        _head.AsSpan(0, SegmentFormat.TrailerSize).CopyTo(frame[^SegmentFormat.TrailerSize..]);
        _tree.Add(_head);
        _pending.Advance(size);
    }

    private FileStream NewSegment()
    {
        var stream = new FileStream(
            Path.Combine(_options.Folder, SegmentFormat.FileName(_tree.Size)), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        stream.Write(SegmentFormat.Header(_options.Tenant, _tree.Size, _head, _tree.Save()));
        return stream;
    }

    private FileStream Resume(ReadOnlySpan<string> files, AuditCheckpoint? anchor)
    {
        if (files.IsEmpty)
        {
            return NewSegment();
        }

        var path = files[^1];
        using var reader = SegmentReader.Open(path, _options.Tenant);
        if (reader is null)
        {
            // A kill while a segment is begun leaves the beginning of the very header that the segment before leads to.
            if (files.Length > 1)
            {
                Resume(files[..^1], anchor).Dispose();
            }

            if (!SegmentFormat.Header(_options.Tenant, _tree.Size, _head, _tree.Save()).AsSpan().StartsWith(File.ReadAllBytes(path)))
            {
                throw Damaged("a segment has no header");
            }

            File.Delete(path);
            return NewSegment();
        }

        _tree.Load(reader.Header.First, reader.Header.Subtrees);
        reader.Header.Previous.CopyTo(_head, 0);
        while (reader.Next())
        {
            if (reader.Sequence != _tree.Size || !reader.Previous.SequenceEqual(_head))
            {
                throw Damaged($"entry {_tree.Size} does not follow the one before");
            }

            _tree.Add(reader.Hash);
            reader.Hash.CopyTo(_head);
            if (anchor is not null && _tree.Size == anchor.Size && (!_tree.Root().AsSpan().SequenceEqual(anchor.Root) || !_head.AsSpan().SequenceEqual(anchor.Head)))
            {
                throw Damaged($"at {anchor.Size} entries it is another chain than the checkpoint's");
            }
        }

        if (reader.Rest > 0 && TornTail.IsDamage(path, reader.Position))
        {
            throw Damaged($"entry {_tree.Size} is damaged and others follow it");
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        stream.SetLength(reader.Position);
        stream.Position = reader.Position;
        return stream;
    }

    private AuditTamperedException Damaged(string how) => new($"The chain of '{_options.Tenant}' is damaged: {how}. Run the verification; nothing is appended.");
}
