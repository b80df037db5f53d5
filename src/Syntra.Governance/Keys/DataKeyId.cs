using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Syntra.Governance.Keys;

/// <summary>Name of a data key: 128 random bits, so that no two processes ever make the same one.</summary>
public readonly record struct DataKeyId(UInt128 Value)
{
    /// <summary>Bytes of an id.</summary>
    public const int Size = 16;

    /// <summary>A new id from the operating system's random numbers.</summary>
    public static DataKeyId Create()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    /// <summary>Reads 16 bytes, big-endian.</summary>
    public static DataKeyId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Parses 32 hex digits.</summary>
    public static DataKeyId Parse(string text) => new(UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    /// <summary>Writes 16 bytes, big-endian.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
