using Syntra.Avro.Schemas;

namespace Syntra.Avro.Resolution;

/// <summary>Moves one value from the writer's layout to the reader's.</summary>
internal abstract class ResolutionStep
{
    public abstract void Run(ref AvroReader reader, ref AvroWriter writer);
}

/// <summary>Same layout: the bytes as they are.</summary>
internal sealed class CopyStep(Schema schema) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer)
    {
        var start = reader.Position;
        SchemaSkipper.Skip(schema, ref reader);
        writer.WriteRaw(reader.Since(start));
    }
}

/// <summary>No resolution: fails when such a value is met.</summary>
internal sealed class FailStep(string reason) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer) => throw new AvroException(reason);
}

/// <summary>int, long or float to float or double.</summary>
internal sealed class PromoteStep(SchemaType from, SchemaType to) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer)
    {
        if (to == SchemaType.Float)
        {
            writer.WriteFloat(reader.ReadLong());
        }
        else if (from == SchemaType.Float)
        {
            writer.WriteDouble(reader.ReadFloat());
        }
        else
        {
            writer.WriteDouble(reader.ReadLong());
        }
    }
}

/// <summary>Symbols by name; -1 where the reader has neither the symbol nor a default.</summary>
internal sealed class EnumStep(EnumSchema written, EnumSchema read, int[] indexes) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer)
    {
        var symbol = reader.ReadEnum(indexes.Length);
        var index = indexes[symbol];
        writer.WriteInt(index >= 0 ? index : throw new AvroException($"enum {read.Name} has no symbol {written.Symbols[symbol]} and no default"));
    }
}

/// <summary>Array items one by one.</summary>
internal sealed class ArrayStep(ResolutionStep item, int minimumItemSize) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer)
    {
        for (var count = reader.ReadBlock(minimumItemSize); count > 0; count = reader.ReadBlock(minimumItemSize))
        {
            writer.WriteBlockStart(count);
            for (var i = 0; i < count; i++)
            {
                item.Run(ref reader, ref writer);
            }
        }

        writer.WriteBlockEnd();
    }
}

/// <summary>Map values one by one; keys as they are.</summary>
internal sealed class MapStep(ResolutionStep value, int minimumPairSize) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer)
    {
        for (var count = reader.ReadBlock(minimumPairSize); count > 0; count = reader.ReadBlock(minimumPairSize))
        {
            writer.WriteBlockStart(count);
            for (var i = 0; i < count; i++)
            {
                writer.WriteBytes(reader.ReadBytesSpan());
                value.Run(ref reader, ref writer);
            }
        }

        writer.WriteBlockEnd();
    }
}

/// <summary>The writer has a union: one step per branch.</summary>
internal sealed class WriterUnionStep(ResolutionStep[] branches) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer) => branches[reader.ReadUnion(branches.Length)].Run(ref reader, ref writer);
}

/// <summary>The reader has a union: its branch, then the value.</summary>
internal sealed class ReaderUnionStep(int branch, ResolutionStep value) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer)
    {
        writer.WriteUnion(branch);
        value.Run(ref reader, ref writer);
    }
}
