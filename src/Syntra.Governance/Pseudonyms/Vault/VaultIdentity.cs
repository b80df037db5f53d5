using System.Buffers.Binary;
using System.Text;

namespace Syntra.Governance.Pseudonyms.Vault;

/// <summary>Reads what the vault seals: length-prefixed authority and normal form.</summary>
internal static class VaultIdentity
{
    public static Identifier Read(ReadOnlySpan<byte> bytes)
    {
        var authority = Field(ref bytes);
        return new Identifier(authority, Field(ref bytes));
    }

    private static string Field(ref ReadOnlySpan<byte> bytes)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var text = Encoding.UTF8.GetString(bytes.Slice(sizeof(int), length));
        bytes = bytes[(sizeof(int) + length)..];
        return text;
    }
}
