using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Syntra.EndToEnd.Tests.Canaries;

/// <summary>Looks for canaries in bytes, in every form in which text hides: UTF-8, UTF-16, base64 at each alignment, zip and gzip entries.</summary>
internal sealed class CanarySearch(IEnumerable<string> canaries)
{
    private readonly List<(string Canary, byte[] Form)> forms = [.. canaries.Distinct(StringComparer.Ordinal).SelectMany(c => Forms(c).Select(form => (c, form)))];

    /// <summary>What was found where.</summary>
    internal List<string> Found { get; } = [];

    internal void Look(string where, string text) => Look(where, Encoding.UTF8.GetBytes(text));

    internal void Look(string where, ReadOnlySpan<byte> bytes)
    {
        foreach (var (canary, form) in forms)
        {
            if (bytes.IndexOf(form) >= 0)
            {
                Found.Add($"{canary} in {where}");
            }
        }
        Unpack(where, bytes);
    }

    /// <summary>Every file of a folder, its name, its raw bytes, what is packed in it, and the values of SQLite databases.</summary>
    internal void LookInFolder(string folder, Func<string, bool> except)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !except(Path.GetFileName(f))))
        {
            string name = Path.GetRelativePath(folder, file);
            Look("the name of " + name, name);
            byte[] bytes = File.ReadAllBytes(file);
            Look(name, bytes);
            if (bytes.AsSpan().StartsWith("SQLite format 3"u8))
            {
                LookInDatabase(name, file);
            }
        }
    }

    private static IEnumerable<byte[]> Forms(string canary)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(canary);
        yield return utf8;
        yield return Encoding.Unicode.GetBytes(canary);
        yield return Encoding.BigEndianUnicode.GetBytes(canary);
        for (int shift = 0; shift < 3; shift++)
        {
            // The characters of base64 that depend on this text alone, whatever stands before and after.
            string base64 = Convert.ToBase64String([.. new byte[shift], .. utf8]).TrimEnd('=');
            int from = (shift * 8 + 5) / 6;
            int to = (shift + utf8.Length) * 8 / 6;
            yield return Encoding.ASCII.GetBytes(base64[from..Math.Min(to, base64.Length)]);
        }
    }

    private void LookInDatabase(string name, string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
        connection.Open();
        foreach (string table in Column(connection, "SELECT name FROM sqlite_master WHERE type = 'table'"))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                for (int i = 0; i < reader.FieldCount; i++)
                {
                    LookAtValue($"{name}, {table}.{reader.GetName(i)}", reader.GetValue(i));
                }
            }
        }
    }

    private void LookAtValue(string where, object value)
    {
        switch (value)
        {
            case byte[] blob:
                Look(where, blob);
                break;
            case string text:
                Look(where, text);
                break;
            case long or double:
                Look(where, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!);
                break;
        }
    }

    private static List<string> Column(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(reader.GetString(0));
        }
        return values;
    }

    private void Unpack(string where, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\u0003\u0004"u8))
        {
            using var zip = new ZipArchive(new MemoryStream(bytes.ToArray()));
            foreach (var entry in zip.Entries)
            {
                Look(where + ", entry name", entry.FullName);
                using var stream = entry.Open();
                Look($"{where}, entry {entry.FullName}", All(stream));
            }
        }
        else if (bytes.Length > 18 && bytes[0] == 0x1f && bytes[1] == 0x8b)
        {
            using var stream = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
            Look(where + ", unzipped", All(stream));
        }
    }

    private static byte[] All(Stream stream)
    {
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
