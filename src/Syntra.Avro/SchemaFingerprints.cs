using System.Security.Cryptography;
using System.Text;

namespace Syntra.Avro;

/// <content>Fingerprints over the parsing canonical form.</content>
public abstract partial class Schema
{
    private const ulong EmptyCrc64 = 0xc15d213aa4d7a795UL;
    private static readonly ulong[] Crc64Table = BuildCrc64Table();

    /// <summary>CRC-64-AVRO fingerprint of the canonical form.</summary>
    public ulong Fingerprint64
    {
        get
        {
            var crc = EmptyCrc64;
            foreach (var b in Encoding.UTF8.GetBytes(ToCanonicalForm()))
            {
                crc = (crc >> 8) ^ Crc64Table[(int)(crc ^ b) & 0xFF];
            }

            return crc;
        }
    }

    /// <summary>SHA-256 fingerprint of the canonical form, 32 bytes.</summary>
    public byte[] FingerprintSha256() => SHA256.HashData(Encoding.UTF8.GetBytes(ToCanonicalForm()));

    private static ulong[] BuildCrc64Table()
    {
        var table = new ulong[256];
        for (var i = 0; i < table.Length; i++)
        {
            var entry = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
            {
                entry = (entry >> 1) ^ (EmptyCrc64 & (0UL - (entry & 1UL)));
            }

            table[i] = entry;
        }

        return table;
    }
}
