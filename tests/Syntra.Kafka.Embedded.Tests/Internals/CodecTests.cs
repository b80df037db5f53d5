using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Storage.Codecs;

namespace Syntra.Kafka.Embedded.Tests.Internals;

/// <summary>codec-vectors.txt was written by python3-snappy 0.5.3 and python3-lz4 4.0.2 from the text below, or 80 times that text.</summary>
public sealed class CodecTests
{
    private const int Limit = 1_000_000;

    private static readonly byte[] Text = Encoding.ASCII.GetBytes(
        string.Concat(Enumerable.Range(0, 40).Select(i => $"charge {i} of encounter {i % 7}; ")));

    [Theory]
    [InlineData("snappy-block", 1)]
    [InlineData("snappy-stream", 1)]
    [InlineData("snappy-large", 80)]
    [InlineData("lz4-independent-blocks", 1)]
    [InlineData("lz4-all-checksums-and-size", 1)]
    [InlineData("lz4-two-frames", 1)]
    [InlineData("lz4-large-linked-blocks", 80)]
    public void What_the_reference_libraries_wrote_is_opened(string vector, int times)
    {
        byte[] expected = [.. Enumerable.Repeat(Text, times).SelectMany(t => t)];
        Assert.Equal(SHA256.HashData(expected), SHA256.HashData(Open(vector, Vector(vector), Limit)!));
        Assert.Null(Open(vector, Vector(vector), expected.Length - 1));
    }

    /// <summary>Whatever is changed or cut off: an answer within the limit or none, never an exception.</summary>
    [Fact]
    public void Damaged_data_gives_nothing_or_something_within_the_limit()
    {
        var vectors = Vectors();
        var change = Gen.Choose(0, int.MaxValue - 1).Three();
        var damage = Gen.Choose(0, vectors.Count - 1).SelectMany(v => Gen.ListOf(change, 3).Select(changes => (Vector: v, Changes: changes)));
        Prop.ForAll(damage.ToArbitrary(), d =>
        {
            var (name, intact) = vectors[d.Vector];
            var data = intact.ToArray();
            foreach (var (at, value, cut) in d.Changes)
            {
                data[at % data.Length] = (byte)value;
                data = cut % 4 == 0 ? data[..Math.Max(1, cut % data.Length)] : data;
            }

            Assert.InRange(Open(name, data, 100_000)?.Length ?? 0, 0, 100_000);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Theory]
    [InlineData(Codec.Gzip)]
    [InlineData(Codec.Snappy)]
    [InlineData(Codec.Lz4)]
    [InlineData(Codec.Zstd)]
    internal void A_body_that_cannot_be_opened_is_none_and_not_empty(Codec codec) => Assert.Null(BatchBody.TryOpen(Text, codec));

    [Fact]
    public void Gzip_opens_what_it_wrote_and_nothing_beyond_the_limit()
    {
        Assert.Equal(Text, Gzip.TryOpen(Gzip.Write(Text), Text.Length));
        Assert.Null(Gzip.TryOpen(Gzip.Write(Text), Text.Length - 1));
        Assert.Null(Gzip.TryOpen(Text, Limit));
    }

    private static byte[]? Open(string name, byte[] data, int limit) =>
        name.StartsWith("lz4", StringComparison.Ordinal) ? Lz4.TryOpen(data, limit) : Snappy.TryOpen(data, limit);

    private static byte[] Vector(string name) => Vectors().Single(v => v.Name == name).Data;

    private static List<(string Name, byte[] Data)> Vectors() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Internals", "codec-vectors.txt"))
            .Select(line => line.Split(' ')).Select(parts => (parts[0], Convert.FromBase64String(parts[1])))];
}
