namespace Syntra.Avro;

/// <summary>A record type generated from a schema, with its binary codec.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IAvroRecord<TSelf>
    where TSelf : IAvroRecord<TSelf>
{
    /// <summary>The schema that the type was generated from; self-contained, parsed once.</summary>
    static abstract Schema AvroSchema { get; }

    /// <summary>Decodes one value that was written with <see cref="AvroSchema"/> itself.</summary>
    /// <exception cref="AvroException">The bytes are no encoding of the schema.</exception>
    static abstract TSelf Decode(ref AvroReader reader);

    /// <summary>Encodes the value (Avro binary, no prefix).</summary>
    /// <exception cref="AvroException">A value does not fit its schema, for example a decimal with too many digits.</exception>
    void Encode(ref AvroWriter writer);
}
