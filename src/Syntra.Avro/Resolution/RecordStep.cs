using System.Buffers;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Resolution;

/// <summary>One field of the reader: from the writer's field of that index, or the default's bytes.</summary>
internal readonly record struct FieldSource(int WriterIndex, ResolutionStep? Step, byte[]? Default);

/// <summary>A record: the reader's fields in the reader's order.</summary>
internal sealed class RecordStep(RecordSchema written) : ResolutionStep
{
    private FieldSource[] _fields = [];
    private bool _inOrder;

    /// <summary>Called once, after construction: a field may lead back to this record.</summary>
    public void Complete(FieldSource[] fields)
    {
        _fields = fields;
        var indexes = fields.Where(f => f.Step is not null).Select(f => f.WriterIndex).ToArray();
        _inOrder = indexes.Zip(indexes.Skip(1)).All(pair => pair.First < pair.Second);
    }

    public override void Run(ref AvroReader reader, ref AvroWriter writer)
    {
        if (written.IsRecursive)
        {
            reader.Enter();
        }

        if (_inOrder)
        {
            RunInOrder(ref reader, ref writer);
        }
        else
        {
            RunByOffset(ref reader, ref writer);
        }

        if (written.IsRecursive)
        {
            reader.Leave();
        }
    }

    private void RunInOrder(ref AvroReader reader, ref AvroWriter writer)
    {
        var next = 0;
        foreach (var field in _fields)
        {
            if (field.Step is null)
            {
                writer.WriteRaw(field.Default);
                continue;
            }

            SkipUntil(field.WriterIndex, ref next, ref reader);
            field.Step.Run(ref reader, ref writer);
            next++;
        }

        SkipUntil(written.Fields.Count, ref next, ref reader);
    }

    /// <summary>The reader has the fields in another order: finds where each begins, then goes from one to the other.</summary>
    private void RunByOffset(ref AvroReader reader, ref AvroWriter writer)
    {
        var starts = ArrayPool<int>.Shared.Rent(written.Fields.Count);
        try
        {
            for (var i = 0; i < written.Fields.Count; i++)
            {
                starts[i] = reader.Position;
                SchemaSkipper.Skip(written.Fields[i].Schema, ref reader);
            }

            var end = reader.Position;
            foreach (var field in _fields)
            {
                if (field.Step is null)
                {
                    writer.WriteRaw(field.Default);
                    continue;
                }

                reader.Seek(starts[field.WriterIndex]);
                field.Step.Run(ref reader, ref writer);
            }

            reader.Seek(end);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(starts);
        }
    }

    private void SkipUntil(int index, ref int next, ref AvroReader reader)
    {
        for (; next < index; next++)
        {
            SchemaSkipper.Skip(written.Fields[next].Schema, ref reader);
        }
    }
}
