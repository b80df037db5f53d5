using FsCheck;
using FsCheck.Fluent;
using Syntra.Kafka.Embedded.Storage;
using Syntra.Kafka.Embedded.Storage.MessageSets;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Tests.Internals;

public sealed class MessageSetTests
{
    [Fact]
    public void The_checksum_is_the_one_of_zlib() => Assert.Equal(0xCBF4_3926, Crc32.Compute("123456789"u8));

    /// <summary>Old set to batch to old set: offsets count up from where the batch stands, times survive where the format has them.</summary>
    [Fact]
    public void Whatever_an_old_client_wrote_old_and_new_clients_read()
    {
        var text = Gen.Elements<string?>(null, "", "k", "value", new string('x', 300));
        var message = text.Two().SelectMany(t => Gen.Choose(0, 1_000_000).Select(time => (Key: t.Item1, Value: t.Item2, Time: (long)time)));
        var sets = Gen.NonEmptyListOf(message).SelectMany(list => Gen.Choose(0, 3).Select(kind => (List: list.ToArray(), Magic: (byte)(kind & 1), Gzip: kind > 1)));
        Prop.ForAll(sets.ToArbitrary(), s =>
        {
            var expected = s.List.Select((m, i) => new OldMessage(i, s.Magic == 0 ? -1 : m.Time, m.Key, m.Value)).ToList();
            var set = s.Gzip ? MessageSets.Gzipped(s.Magic, expected) : MessageSets.Set(s.Magic, expected);
            Assert.Equal(ErrorCode.None, MessageSetReader.TryConvert(set, out var batch));
            Assert.Equal(s.Gzip ? Codec.Gzip : Codec.None, BatchHeader.Read(batch).Codec);
            Assert.Equal(expected, MessageSets.Records(batch));
            var from = expected.Count / 2;
            var writer = new MessageSetWriter(s.Magic);
            Assert.Equal(ErrorCode.None, writer.Add(batch, BatchHeader.Read(batch), from));
            Assert.Equal(expected[from..], MessageSets.Read(writer.ToArray(), s.Magic));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    /// <summary>One byte changed or the end cut off is refused; the offset alone is not covered, as the broker gives it anew.</summary>
    [Fact]
    public void A_damaged_set_is_refused()
    {
        var set = MessageSets.Set(1, new OldMessage(0, 5, "k", "v"), new OldMessage(1, 6, null, "w"));
        for (var at = 8; at < 12 + 24; at++)
        {
            var damaged = set.ToArray();
            damaged[at] ^= 0x40;
            Assert.Equal(ErrorCode.CorruptMessage, MessageSetReader.TryConvert(damaged, out _));
            Assert.Equal(ErrorCode.CorruptMessage, MessageSetReader.TryConvert(set.AsMemory(0, at), out _));
        }

        Assert.Equal(ErrorCode.InvalidRecord, MessageSetReader.TryConvert(Memory<byte>.Empty, out _));
    }
}
