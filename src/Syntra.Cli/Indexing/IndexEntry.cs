using System.Runtime.InteropServices;
using System.Text;

namespace Syntra.Cli.Indexing;

/// <summary>One key of one record, as the index file has it: 16 bytes, little-endian.</summary>
/// <param name="Hash">Hash of the key.</param>
/// <param name="Offset">Where the record lies in its partition.</param>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly record struct IndexEntry(ulong Hash, long Offset)
{
    /// <summary>Bytes of an entry.</summary>
    internal const int Size = 16;

    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>FNV-1a over the key's UTF-8. Keys are tokens, hashes and names of batches; two with one hash only cost a read that is thrown away.</summary>
    internal static ulong HashOf(string key)
    {
        ulong hash = Basis;
        foreach (byte one in Encoding.UTF8.GetBytes(key))
        {
            hash = (hash ^ one) * Prime;
        }
        return hash;
    }
}
