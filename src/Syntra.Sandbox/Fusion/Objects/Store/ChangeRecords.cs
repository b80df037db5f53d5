using System.Text;

namespace Syntra.Sandbox.Fusion.Objects.Store;

/// <summary>
/// Changes as the journal keeps them, one record behind the other: resource, id, and version; then, unless the version is 0 (deleted), parent, key and attributes.
/// </summary>
internal static class ChangeRecords
{
    private const int Deleted = 0;

    public static void Write(BinaryWriter to, (ObjectRow? Before, ObjectRow? After) change)
    {
        var row = change.After ?? change.Before!;
        to.Write(row.Resource);
        to.Write(row.Id);
        to.Write7BitEncodedInt(change.After?.Version ?? Deleted);
        if (change.After is null)
        {
            return;
        }

        to.Write7BitEncodedInt64(row.ParentId);
        to.Write(row.Key is not null);
        if (row.Key is { } key)
        {
            to.Write(key);
        }

        to.Write7BitEncodedInt(row.Attributes.Utf8.Length);
        to.Write(row.Attributes.Utf8);
    }

    /// <summary>Applies the records in their order; returns how many they were.</summary>
    public static int Apply(byte[] records, ObjectTables tables)
    {
        using var from = new BinaryReader(new MemoryStream(records, writable: false), Encoding.UTF8);
        var count = 0;
        for (; from.BaseStream.Position < records.Length; count++)
        {
            var resource = string.Intern(from.ReadString());
            var id = from.ReadInt64();
            var version = from.Read7BitEncodedInt();
            if (version != Deleted)
            {
                var parent = from.Read7BitEncodedInt64();
                var key = from.ReadBoolean() ? from.ReadString() : null;
                tables.Put(new ObjectRow(resource, id, parent, key, version, ObjectAttributes.Stored(from.ReadBytes(from.Read7BitEncodedInt()))));
            }
            else if (tables.Find(resource, id) is { } gone)
            {
                tables.Remove(gone);
            }
        }

        return count;
    }
}
