using System.Buffers;
using Syntra.Avro;

namespace Syntra.Bench.Avro;

/// <summary>Our side: one pass over all records, each way.</summary>
internal sealed class GeneratedCodec
{
    private readonly Instruction[] _records;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private Instruction? _last;

    public GeneratedCodec(Instruction[] records)
    {
        _records = records;
        Encoded = [.. records.Select(record =>
        {
            Encode(record);
            return _buffer.WrittenSpan.ToArray();
        })];
        Decode();
        if (_last != records[^1])
        {
            throw new InvalidOperationException("what was decoded is not what was encoded");
        }
    }

    public byte[][] Encoded { get; }

    public double BytesPerRecord => Encoded.Average(bytes => bytes.Length);

    public void Encode()
    {
        foreach (var record in _records)
        {
            Encode(record);
        }
    }

    public void Decode()
    {
        foreach (var bytes in Encoded)
        {
            var reader = new AvroReader(bytes);
            _last = Instruction.Decode(ref reader);
        }
    }

    private void Encode(Instruction record)
    {
        _buffer.ResetWrittenCount();
        var writer = new AvroWriter(_buffer);
        record.Encode(ref writer);
        writer.Flush();
    }
}
