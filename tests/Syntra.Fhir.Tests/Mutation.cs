using System.Text;

namespace Syntra.Fhir.Tests;

/// <summary>Damages documents as wires, bugs and attackers do.</summary>
internal static class Mutation
{
    private static readonly byte[][] Shards =
    [
        .. new[]
        {
            "null", "{}", "[]", "\"\"", "-1", "1e999", "0.1e-40", "true", "{", "}", "[", "]", "\"", "\\", "\\ud800", "\\u0000", ",", ":",
            "99999999999999999999999999999999999999", "\"resourceType\":\"Bundle\",", "\"9999-99-99\"", "\"2020-02-30T25:61:61Z\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x00],
    ];

    internal static byte[] Of(byte[] document, Random random)
    {
        var bytes = document.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            Once(bytes, random);
        }

        return [.. bytes];
    }

    private static void Once(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 3 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 4:
                bytes.InsertRange(at, Enumerable.Repeat((byte)(random.Next(2) == 0 ? '[' : '{'), random.Next(1, 200)));
                break;
            default:
                ReplaceValue(bytes, Shards[random.Next(Shards.Length)], random);
                break;
        }
    }

    // Puts a shard where a value stands, so that most of what comes out is JSON still.
    private static void ReplaceValue(List<byte> bytes, byte[] shard, Random random)
    {
        var colons = bytes.Index().Where(b => b.Item == ':').Select(b => b.Index).ToList();
        if (colons.Count == 0)
        {
            return;
        }

        var start = colons[random.Next(colons.Count)] + 1;
        var end = bytes.FindIndex(start, b => b is (byte)',' or (byte)'}' or (byte)']');
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        bytes.InsertRange(start, shard);
    }
}
