using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Syntra.Governance.Audit.Merkle;

namespace Syntra.Governance.Audit.Log;

/// <summary>Reads one segment front to back through one buffer, hashing each entry. Stops at the first bytes that are no whole entry.</summary>
internal sealed class SegmentReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = new byte[SegmentFormat.MaxContent + (1 << 20)];
    private readonly byte[] _hash = new byte[MerkleHash.Size];
    private int _from;
    private int _to;
    private long _read;
    private int _content;

    private SegmentReader(SafeFileHandle file) => _file = file;

    public SegmentHeader Header { get; private set; }

    /// <summary>File position after the last whole entry.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes at the end that are no whole entry: a torn write, or damage.</summary>
    public long Rest => RandomAccess.GetLength(_file) - Position;

    public long Sequence => BinaryPrimitives.ReadInt64BigEndian(Content[SegmentFormat.SequenceAt..]);

    public ReadOnlySpan<byte> Previous => Content.Slice(SegmentFormat.PreviousAt, MerkleHash.Size);

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(Content[SegmentFormat.TimeAt..]));

    public ReadOnlySpan<byte> Body => Content[SegmentFormat.BodyAt..];

    public ReadOnlySpan<byte> Hash => _hash;

    private ReadOnlySpan<byte> Content => _buffer.AsSpan(_from - SegmentFormat.TrailerSize - _content, _content);

    /// <summary>Opens a segment of a tenant; null where the header is not one.</summary>
    public static SegmentReader? Open(string path, string tenant)
    {
        var reader = new SegmentReader(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan));
        reader.Fill();
        if (!SegmentFormat.TryReadHeader(reader._buffer.AsSpan(0, reader._to), tenant, out var header))
        {
            reader.Dispose();
            return null;
        }

        (reader.Header, reader._from, reader.Position) = (header, header.Size, header.Size);
        return reader;
    }

    /// <summary>The next whole entry whose check bytes fit.</summary>
    public bool Next()
    {
        if (!Has(SegmentFormat.LengthSize))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_from));
        if (length is < SegmentFormat.BodyAt or > SegmentFormat.MaxContent || !Has(SegmentFormat.LengthSize + length + SegmentFormat.TrailerSize))
        {
            return false;
        }

        var content = _buffer.AsSpan(_from + SegmentFormat.LengthSize, length);
        SHA256.HashData(content, _hash);
        if (content[0] != MerkleHash.LeafPrefix || !_hash.AsSpan(0, SegmentFormat.TrailerSize).SequenceEqual(_buffer.AsSpan(_from + SegmentFormat.LengthSize + length, SegmentFormat.TrailerSize)))
        {
            return false;
        }

        _content = length;
        _from += SegmentFormat.LengthSize + length + SegmentFormat.TrailerSize;
        Position += SegmentFormat.LengthSize + length + SegmentFormat.TrailerSize;
        return true;
    }

    /// <summary>Goes on after a damaged entry, where its length still leads to a place that can be an entry.</summary>
    public bool Skip()
    {
        if (!Has(SegmentFormat.LengthSize))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_from));
        if (length is < SegmentFormat.BodyAt or > SegmentFormat.MaxContent || !Has(SegmentFormat.LengthSize + length + SegmentFormat.TrailerSize))
        {
            return false;
        }

        _from += SegmentFormat.LengthSize + length + SegmentFormat.TrailerSize;
        Position += SegmentFormat.LengthSize + length + SegmentFormat.TrailerSize;
        return true;
    }

    public void Dispose() => _file.Dispose();

    private bool Has(int bytes)
    {
        if (_to - _from < bytes)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
            Fill();
        }

        return _to - _from >= bytes;
    }

    private void Fill()
    {
        int got;
        while (_to < _buffer.Length && (got = RandomAccess.Read(_file, _buffer.AsSpan(_to), _read)) > 0)
        {
            (_to, _read) = (_to + got, _read + got);
        }
    }
}
