using System.Buffers;

namespace Syntra.Avro.Resolution;

/// <summary>
/// How data of one schema becomes data of another (specification, "Schema Resolution"): promotions, defaults, aliases, reordered and
/// unknown fields, enum defaults, unions. It rewrites binary to binary, so that one decoder per type is enough. Thread safe; compile once
/// per pair of schemas.
/// </summary>
/// <remarks>
/// Stricter than the specification where silence would change a value: two different logical types never match (timestamp-millis
/// and timestamp-micros, decimals of different scale, a decimal of lower precision).
/// </remarks>
public sealed class ResolutionPlan
{
    private readonly ResolutionStep _root;

    private ResolutionPlan(ResolutionStep root, bool identity)
    {
        _root = root;
        IsIdentity = identity;
    }

    /// <summary>Whether data of the writer's schema is data of the reader's schema as it is.</summary>
    public bool IsIdentity { get; }

    /// <summary>Compiles the plan. Never fails: what cannot be resolved fails when such data is met, as the specification says.</summary>
    /// <param name="writer">Schema that the data was written with.</param>
    /// <param name="reader">Schema that it shall be read as.</param>
    public static ResolutionPlan Compile(Schema writer, Schema reader) =>
        new(new PlanCompiler().Compile(writer, reader), SameLayout.Holds(writer, reader));

    /// <summary>Rewrites one value.</summary>
    /// <param name="source">The value in the writer's schema, and nothing after it.</param>
    /// <param name="destination">Gets the value in the reader's schema.</param>
    /// <exception cref="AvroException">Malformed data, or data that the reader's schema cannot hold.</exception>
    public void Transcode(ReadOnlySpan<byte> source, IBufferWriter<byte> destination)
    {
        var reader = new AvroReader(source);
        var writer = new AvroWriter(destination);
        _root.Run(ref reader, ref writer);
        reader.EnsureEnd();
        writer.Flush();
    }
}
