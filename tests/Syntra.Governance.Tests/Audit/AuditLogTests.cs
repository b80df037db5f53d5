using Syntra.Governance.Audit;
using Syntra.Governance.Audit.Checkpoints;
using Syntra.Governance.Audit.Log;
using Syntra.Governance.Audit.Merkle;
using Syntra.Governance.Audit.Verify;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly ChainBench _chain = new();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public void What_is_recorded_is_read_back_whole_and_reading_is_recorded()
    {
        var full = new AuditEvent
        {
            Kind = AuditKind.Reidentified, Outcome = AuditOutcome.Refused, Tenant = ChainBench.Tenant, At = _chain.Time.GetUtcNow(), Actor = "dr.\"chen\"\n",
            Patient = "t1abc", Object = "o", Purpose = "p", Ticket = "t", OldHash = "aa", NewHash = "bb", Recipient = "r", Code = "c", Count = 7, SealedIdentity = "AQ==",
        };
        using var log = _chain.Open();
        log.Record(full);
        var read = log.Read("auditor", "OVERSIGHT", _chain.Time).ToList();
        Assert.Equal(full, read[0].Entry);
        Assert.Equal((1, AuditKind.AuditRead, "auditor"), (read[1].Sequence, read[1].Entry.Kind, read[1].Entry.Actor));
    }

    [Fact]
    public void A_kill_at_any_byte_leaves_a_chain_that_goes_on()
    {
        _chain.Write(3, checkpoint: false);
        var whole = File.ReadAllBytes(_chain.Segments.Single());
        var frames = _chain.Frames();
        var ends = frames.Select((_, i) => _chain.HeaderSize + frames.Take(i + 1).Sum(f => f.Length)).ToList();
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(_chain.Segments.Single(), whole[..length]);
            Assert.True(length < _chain.HeaderSize || _chain.Verify().State is AuditState.Unanchored or AuditState.Empty, $"cut at {length}");
            using (var log = _chain.Open())
            {
                Assert.Equal(ends.Count(e => e <= length), log.Size);
                log.Record(_chain.Event(99));
            }

            Assert.Equal(AuditState.Unanchored, _chain.Verify().State);
        }
    }

    [Fact]
    public void A_kill_while_a_segment_is_begun_leaves_a_chain_that_goes_on()
    {
        using var chain = new ChainBench(segmentBytes: 400);
        chain.Write(8);
        var last = chain.Segments[^1];
        var whole = File.ReadAllBytes(last);
        var header = SegmentFormat.TryReadHeader(whole, ChainBench.Tenant, out var h) ? h.Size : 0;
        for (var length = 0; length < header; length++)
        {
            File.WriteAllBytes(last, whole[..length]);
            using var log = AuditLog.Open(chain.Options, anchor: null);
            Assert.Equal(h.First, log.Size);
        }

        File.WriteAllBytes(last, new byte[20]);
        Assert.Throws<AuditTamperedException>(() => AuditLog.Open(chain.Options, anchor: null));
    }

    [Fact]
    public void Damage_in_the_middle_is_no_torn_tail_and_nothing_is_appended_to_it()
    {
        _chain.Write(5, checkpoint: false);
        var frames = _chain.Frames();
        frames[2][60] ^= 1;
        _chain.Replace(frames);
        Assert.Throws<AuditTamperedException>(() => _chain.Open());
    }

    [Fact]
    public void Segments_and_restarts_change_nothing_of_the_tree()
    {
        using var small = new ChainBench(segmentBytes: 300);
        for (var i = 0; i < 10; i++)
        {
            small.Write(7);
            _chain.Write(7);
        }

        Assert.True(small.Segments.Count > 10);
        Assert.Equal(AuditState.Anchored, small.Verify().State);
        Assert.Equal(_chain.Trust.Latest(_chain.Store, "north")!.Root, small.Trust.Latest(small.Store, "north")!.Root);
    }

    [Fact]
    public void The_checkpoints_root_is_the_rfc_6962_root_over_the_entries()
    {
        _chain.Write(13);
        var leaves = _chain.Frames().ConvertAll(f => MerkleHash.Leaf(f.AsSpan(5..^4)));
        Assert.Equal(MerkleProof.Root(leaves.ToArray()), _chain.Trust.Latest(_chain.Store, "north")!.Root);
        Assert.Equal(leaves[^1], _chain.Trust.Latest(_chain.Store, "north")!.Head);
    }

    [Fact]
    public async Task Checkpoints_come_every_hour_also_when_nothing_happened()
    {
        using var log = _chain.Open();
        using var stop = new CancellationTokenSource();
        var running = new CheckpointSchedule(log, _chain.Signer, _chain.Store, _chain.Time).RunAsync(TimeSpan.FromHours(1), _ => { }, stop.Token);
        for (var hour = 1; hour <= 4; hour++)
        {
            await Eventually.Holds(() => _chain.Store.Read("north").Count == hour, $"checkpoint {hour}");
            _chain.Time.Advance(TimeSpan.FromHours(1));
        }

        await stop.CancelAsync();
        await running;
        var report = _chain.Verify();
        Assert.Equal((AuditState.Anchored, 0L), (report.State, report.Entries));
        Assert.InRange(report.Checkpoints, 4, 5);
    }

    [Fact]
    public void Events_of_another_tenant_do_not_enter()
    {
        using var log = _chain.Open();
        Assert.Throws<ArgumentException>(() => log.Record(_chain.Event(0) with { Tenant = "south" }));
    }

    [Fact]
    public async Task Many_threads_append_one_chain()
    {
        using (var log = _chain.Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            {
                for (var i = 0; i < 500; i++)
                {
                    log.Record(_chain.Event(i));
                }
            })));
            log.Checkpoint(_chain.Signer, _chain.Store, _chain.Time);
        }

        Assert.Equal("Anchored 0-3999", _chain.Summary());
    }
}
