using Syntra.Governance.Audit;
using Syntra.Governance.Keys;
using Syntra.Governance.Sealing;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Keys;

public sealed class DataKeyCacheTests
{
    private static readonly byte[] Payload = new byte[100];

    [Fact]
    public void One_key_seals_up_to_its_count_and_not_one_more()
    {
        using var bench = new SealingBench(new DataKeyCacheOptions { MaxMessages = 10, RefreshAt = 1 });
        var keys = Enumerable.Range(0, 25).Select(_ => KeyOf(bench.Sealer.Seal(SealingBench.Place, Payload))).ToList();
        Assert.All(keys.GroupBy(k => k), g => Assert.InRange(g.Count(), 1, 10));
        Assert.InRange(keys.Distinct().Count(), 3, 4);
    }

    [Fact]
    public void One_key_seals_up_to_its_bytes()
    {
        using var bench = new SealingBench(new DataKeyCacheOptions { MaxBytes = 1000, RefreshAt = 1 });
        var keys = Enumerable.Range(0, 30).Select(_ => KeyOf(bench.Sealer.Seal(SealingBench.Place, Payload))).ToList();
        Assert.All(keys.GroupBy(k => k), g => Assert.InRange(g.Count(), 1, 10));
    }

    [Fact]
    public void One_key_seals_up_to_its_age()
    {
        using var bench = new SealingBench(new DataKeyCacheOptions { RefreshAt = 1 });
        var first = KeyOf(bench.Sealer.Seal(SealingBench.Place, Payload));
        bench.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(first, KeyOf(bench.Sealer.Seal(SealingBench.Place, Payload)));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(first, KeyOf(bench.Sealer.Seal(SealingBench.Place, Payload)));
    }

    [Fact]
    public async Task The_next_key_is_fetched_before_the_current_one_ends()
    {
        using var bench = new SealingBench();
        var first = KeyOf(bench.Sealer.Seal(SealingBench.Place, Payload));
        bench.Time.Advance(TimeSpan.FromMinutes(49));
        Assert.Equal(first, KeyOf(bench.Sealer.Seal(SealingBench.Place, Payload)));
        await Eventually.Holds(() => bench.Audit.Count(AuditKind.KeyGenerated) == 2, "background refresh");
        await Eventually.Holds(() => first != KeyOf(bench.Sealer.Seal(SealingBench.Place, Payload)), "swap");
        Assert.Equal(2, bench.Audit.Count(AuditKind.KeyGenerated));
    }

    [Fact]
    public void While_the_service_is_down_the_current_key_goes_on_to_its_limit_and_no_new_one_is_made()
    {
        using var bench = new SealingBench();
        bench.Sealer.Seal(SealingBench.Place, Payload);
        bench.Service.Down = true;
        bench.Time.Advance(TimeSpan.FromMinutes(59));
        bench.Sealer.Seal(SealingBench.Place, Payload);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(KeyFault.Unavailable, Assert.Throws<KeyException>(() => bench.Sealer.Seal(SealingBench.Place, Payload)).Fault);
        Assert.Equal(1, bench.Audit.Count(AuditKind.KeyGenerated));
        Assert.NotEqual(0, bench.Audit.Count(AuditKind.KeyRefused));
        bench.Service.Down = false;
        bench.Time.Advance(bench.Options.RetryAfter);
        bench.Sealer.Seal(SealingBench.Place, Payload);
    }

    [Fact]
    public void A_service_that_is_down_is_asked_once_per_retry_time()
    {
        using var bench = new SealingBench();
        bench.Service.Down = true;
        for (var i = 0; i < 50; i++)
        {
            Assert.Throws<KeyException>(() => bench.Sealer.Seal(SealingBench.Place, Payload));
        }

        Assert.Equal(1, bench.Service.Calls);
        Assert.Equal(1, bench.Audit.Count(AuditKind.KeyRefused));
    }

    [Fact]
    public void While_the_service_is_down_payloads_open_for_the_bound_and_then_no_more()
    {
        using var bench = new SealingBench();
        var envelope = bench.Sealer.Seal(SealingBench.Place, Payload);
        bench.Sealer.Open(SealingBench.Place, envelope);
        bench.Service.Down = true;
        bench.Time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 20; i++)
        {
            bench.Sealer.Open(SealingBench.Place, envelope);
        }

        Assert.Equal(1, bench.Audit.Count(AuditKind.KeyUsedStale));
        bench.Time.Advance(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        bench.Sealer.Open(SealingBench.Place, envelope);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(KeyFault.Unavailable, Assert.Throws<KeyException>(() => bench.Sealer.Open(SealingBench.Place, envelope)).Fault);
        Assert.Equal(0, bench.Cache.Opening.Count);
        bench.Service.Down = false;
        bench.Time.Advance(bench.Options.RetryAfter);
        Assert.Equal(Payload, bench.Sealer.Open(SealingBench.Place, envelope));
    }

    [Fact]
    public void A_key_that_was_never_unwrapped_does_not_open_while_the_service_is_down()
    {
        using var bench = new SealingBench();
        var envelope = bench.Sealer.Seal(SealingBench.Place, Payload);
        bench.Service.Down = true;
        Assert.Equal(KeyFault.Unavailable, Assert.Throws<KeyException>(() => bench.Sealer.Open(SealingBench.Place, envelope)).Fault);
    }

    [Fact]
    public async Task An_opening_key_is_asked_for_again_before_it_ends()
    {
        using var bench = new SealingBench();
        var envelope = bench.Sealer.Seal(SealingBench.Place, Payload);
        bench.Sealer.Open(SealingBench.Place, envelope);
        bench.Time.Advance(TimeSpan.FromMinutes(50));
        bench.Sealer.Open(SealingBench.Place, envelope);
        await Eventually.Holds(() => bench.Audit.Count(AuditKind.KeyUnwrapped) == 2, "background unwrap");
        bench.Service.Down = true;
        bench.Time.Advance(TimeSpan.FromMinutes(50));
        bench.Sealer.Open(SealingBench.Place, envelope);
        Assert.Equal(0, bench.Audit.Count(AuditKind.KeyUsedStale));
    }

    [Fact]
    public void Keys_beyond_the_capacity_are_wiped_oldest_first()
    {
        using var bench = new SealingBench(new DataKeyCacheOptions { MaxMessages = 1, RefreshAt = 1, MaxOpenKeys = 3 });
        foreach (var envelope in Enumerable.Range(0, 10).Select(_ => bench.Sealer.Seal(SealingBench.Place, Payload)).ToList())
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            bench.Sealer.Open(SealingBench.Place, envelope);
        }

        Assert.Equal(3, bench.Cache.Opening.Count);
    }

    [Fact]
    public void A_retired_key_is_zeroed_when_its_last_user_lets_go()
    {
        var key = new SecretKey(Enumerable.Repeat((byte)7, DataKeyCacheOptions.KeySize).ToArray());
        Assert.True(key.TryAcquire());
        key.Retire();
        key.Retire();
        Assert.False(key.IsWiped);
        key.Release();
        Assert.True(key.IsWiped);
        Assert.False(key.TryAcquire());
    }

    [Fact]
    public void Eviction_wipes_what_the_cache_holds()
    {
        using var bench = new SealingBench();
        var envelope = bench.Sealer.Seal(SealingBench.Place, Payload);
        bench.Sealer.Open(SealingBench.Place, envelope);
        Assert.True(bench.Cache.Opening.TryAcquire(DataKeyId.Read(envelope.AsSpan(2)), "north", out var secret));
        secret.Release();
        bench.Cache.Evict("north");
        Assert.True(secret.IsWiped);
    }

    [Fact]
    public async Task Many_threads_share_one_fetch_and_never_a_nonce()
    {
        using var bench = new SealingBench();
        var nonces = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 2000).Select(_ => Convert.ToHexString(bench.Sealer.Seal(SealingBench.Place, Payload).AsSpan(2, 28))).ToList())));
        Assert.Equal(16_000, nonces.SelectMany(n => n).Distinct().Count());
        Assert.Equal(1, bench.Audit.Count(AuditKind.KeyGenerated));
    }

    [Fact]
    public async Task A_rotation_rewraps_every_data_key_and_old_payloads_open_without_the_old_version()
    {
        using var bench = new SealingBench(new DataKeyCacheOptions { MaxMessages = 2, RefreshAt = 1 });
        var envelopes = Enumerable.Range(0, 6).Select(_ => bench.Sealer.Seal(SealingBench.Place, Payload)).ToList();
        var done = await bench.Lifecycle.RotateKekAsync("north", default);
        Assert.InRange(done.Rewrapped, 3, 4);
        Assert.All(bench.Store.OfTenant("north"), k => Assert.Equal("local:north/2", k.Wrapped.KekId));
        using var cache = bench.NewCache();
        var sealer = new PayloadSealer(cache, "charge");
        Assert.All(envelopes, e => Assert.Equal(Payload, sealer.Open(SealingBench.Place, e)));
        Assert.Equal(1, bench.Audit.Count(AuditKind.KeyRotated));
    }

    [Fact]
    public async Task After_shredding_nothing_of_the_tenant_opens_and_the_neighbour_does()
    {
        using var bench = new SealingBench();
        var south = SealingBench.Place with { Tenant = "south" };
        var northEnvelope = bench.Sealer.Seal(SealingBench.Place, Payload);
        var southEnvelope = bench.Sealer.Seal(south, Payload);
        bench.Sealer.Open(SealingBench.Place, northEnvelope);
        var wrapped = Assert.Single(bench.Store.OfTenant("north"));
        var done = await bench.Lifecycle.ShredTenantAsync("north", default);
        Assert.Equal(1, done.DataKeysDeleted);
        Assert.Equal(bench.Time.GetUtcNow(), done.FinalAt);
        Assert.Throws<KeyException>(() => bench.Sealer.Open(SealingBench.Place, northEnvelope));

        // Not even with the wrapped key out of a backup.
        bench.Store.Put(wrapped);
        Assert.Equal(KeyFault.Shredded, Assert.Throws<KeyException>(() => bench.Sealer.Open(SealingBench.Place, northEnvelope)).Fault);
        Assert.Equal(KeyFault.Shredded, Assert.Throws<KeyException>(() => bench.Sealer.Seal(SealingBench.Place, Payload)).Fault);
        Assert.Equal(Payload, bench.Sealer.Open(south, southEnvelope));
        Assert.Equal(1, bench.Audit.Count(AuditKind.KeysShredded));
    }

    private static DataKeyId KeyOf(byte[] envelope) => DataKeyId.Read(envelope.AsSpan(2));
}
