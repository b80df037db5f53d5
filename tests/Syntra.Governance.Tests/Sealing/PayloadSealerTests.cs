using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Syntra.Governance.Keys;
using Syntra.Governance.Sealing;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Sealing;

public sealed class PayloadSealerTests : IDisposable
{
    private readonly SealingBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Any_payload_comes_back() =>
        Prop.ForAll<byte[], NonNull<string>>((payload, key) =>
        {
            var place = SealingBench.Place with { RecordKey = key.Get };
            var envelope = _bench.Sealer.Seal(place, payload);
            return envelope.Length == payload.Length + PayloadSealer.Overhead && _bench.Sealer.Open(place, envelope).AsSpan().SequenceEqual(payload);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("north", "fusion.journal", 7, "t1abc")]
    [InlineData("north", "raw.millennium.charge", 8, "t1abc")]
    [InlineData("north", "raw.millennium.charge", 7, "t1abd")]
    [InlineData("north", "raw.millennium.charg", 7, "et1abc")]
    [InlineData("north", "raw.millennium.charge", 7, "")]
    public void Moved_to_another_topic_schema_or_record_it_does_not_open(string tenant, string topic, int schema, string record)
    {
        var envelope = _bench.Sealer.Seal(SealingBench.Place, "payload"u8);
        Assert.Throws<SealException>(() => _bench.Sealer.Open(new SealContext(tenant, topic, schema, record), envelope));
        Assert.Equal("payload"u8, _bench.Sealer.Open(SealingBench.Place, envelope));
    }

    [Fact]
    public void Moved_to_another_tenant_it_does_not_open_warm_or_cold()
    {
        var south = SealingBench.Place with { Tenant = "south" };
        var envelope = _bench.Sealer.Seal(SealingBench.Place, "payload"u8);
        Assert.Equal(KeyFault.Denied, Assert.Throws<KeyException>(() => _bench.Sealer.Open(south, envelope)).Fault);
        _bench.Sealer.Open(SealingBench.Place, envelope);
        Assert.Equal(KeyFault.Denied, Assert.Throws<KeyException>(() => _bench.Sealer.Open(south, envelope)).Fault);
    }

    [Fact]
    public void Under_another_of_the_tenants_keys_it_does_not_open()
    {
        var envelope = _bench.Sealer.Seal(SealingBench.Place, "payload"u8);
        _bench.Cache.Evict("north");
        var other = _bench.Sealer.Seal(SealingBench.Place, "payload"u8);
        other.AsSpan(2, DataKeyId.Size).CopyTo(envelope.AsSpan(2));
        Assert.Throws<SealException>(() => _bench.Sealer.Open(SealingBench.Place, envelope));
    }

    [Fact]
    public void Every_altered_or_missing_byte_is_found()
    {
        var envelope = _bench.Sealer.Seal(SealingBench.Place, "payload"u8);
        for (var i = 0; i < envelope.Length; i++)
        {
            var altered = (byte[])envelope.Clone();
            altered[i] ^= 0x80;
            var error = Record.Exception(() => _bench.Sealer.Open(SealingBench.Place, altered));
            Assert.True(error is SealException or KeyException { Fault: KeyFault.NotFound }, $"byte {i}");
            Assert.IsType<SealException>(Record.Exception(() => _bench.Sealer.Open(SealingBench.Place, envelope.AsSpan(0, i))));
        }
    }

    [Fact]
    public void Equal_payloads_give_envelopes_that_share_nothing_but_the_key_id()
    {
        var one = _bench.Sealer.Seal(SealingBench.Place, new byte[64]);
        var two = _bench.Sealer.Seal(SealingBench.Place, new byte[64]);
        Assert.Equal(one.AsSpan(0, 18), two.AsSpan(0, 18));
        Assert.NotEqual(one.AsSpan(18, 12).ToArray(), two.AsSpan(18, 12).ToArray());
        Assert.NotEqual(one.AsSpan(30).ToArray(), two.AsSpan(30).ToArray());
    }

    [Fact]
    public void The_counted_part_of_the_nonce_counts()
    {
        var counts = Enumerable.Range(0, 5).Select(_ => _bench.Sealer.Seal(SealingBench.Place, "x"u8)).Select(e => e[21]).ToList();
        Assert.Equal([1, 2, 3, 4, 5], counts.Select(c => (int)c));
    }

    [Fact]
    public void It_seals_into_a_buffer_writer_and_opens_into_a_span()
    {
        var writer = new ArrayBufferWriter<byte>();
        _bench.Sealer.Seal(SealingBench.Place, "payload"u8, writer);
        Span<byte> plaintext = stackalloc byte[64];
        var length = _bench.Sealer.Open(SealingBench.Place, writer.WrittenSpan, plaintext);
        Assert.Equal("payload"u8, plaintext[..length]);
    }

    [Fact]
    public void The_layout_of_version_1_is_fixed()
    {
        var envelope = _bench.Sealer.Seal(SealingBench.Place, "payload"u8);
        var key = Assert.Single(_bench.Store.OfTenant("north"));
        Assert.Equal([1, 1], envelope.AsSpan(0, 2).ToArray());
        Assert.Equal(key.Id, DataKeyId.Read(envelope.AsSpan(2)));

        // Opened by hand from the description in docs/governance/sealing.md, with nothing of the sealer's.
        Span<byte> dataKey = stackalloc byte[32];
        var buffer = new byte[32];
        Assert.True(_bench.Service.DecryptAsync(key.Wrapped, key.Context, buffer, default).IsCompletedSuccessfully);
        buffer.CopyTo(dataKey);
        byte[] aad =
        [
            1, 1, 0, 0, 0, 5, .. "north"u8, 0, 0, 0, 21, .. "raw.millennium.charge"u8, 0, 0, 0, 4, 0, 0, 0, 7,
            0, 0, 0, 5, .. "value"u8, 0, 0, 0, 16, .. envelope[2..18], 0, 0, 0, 5, .. "t1abc"u8,
        ];
        var plaintext = new byte[7];
        using var gcm = new System.Security.Cryptography.AesGcm(dataKey, 16);
        gcm.Decrypt(envelope.AsSpan(18, 12), envelope.AsSpan(30, 7), envelope.AsSpan(37), plaintext, aad);
        Assert.Equal("payload"u8, plaintext);
    }
}
