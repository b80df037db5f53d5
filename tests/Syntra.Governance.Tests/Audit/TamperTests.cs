using System.Security.Cryptography;
using System.Text;
using Syntra.Governance.Audit.Checkpoints;
using Syntra.Governance.Audit.Log;
using Syntra.Governance.Audit.Verify;

namespace Syntra.Governance.Tests.Audit;

/// <summary>Every way in which chains are known to fail, done to ours. The chain has 10 + 10 anchored entries and 5 that are not, unless said.</summary>
public sealed class TamperTests : IDisposable
{
    private readonly ChainBench _chain = new();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public void An_untouched_chain_is_anchored_and_its_newest_entries_are_told_apart()
    {
        _chain.Write(10).Write(10);
        Assert.Equal(AuditState.Anchored, _chain.Verify().State);
        Assert.Equal(0, _chain.Verify().ExitCode);
        _chain.Write(5, checkpoint: false);
        Assert.Equal("Anchored 0-9; Anchored 10-19; Unanchored 20-24", _chain.Summary());
        Assert.Equal(10, _chain.Verify().ExitCode);
    }

    [Fact]
    public void A_cut_tail_is_missing()
    {
        Written();
        _chain.Replace(_chain.Frames()[..17]);
        Assert.Equal("Anchored 0-9; Unanchored 10-16; Missing 17-19", _chain.Summary());
        Assert.Equal(11, _chain.Verify().ExitCode);
        Assert.Throws<AuditTamperedException>(() => _chain.Open());
    }

    [Fact]
    public void A_deleted_chain_is_missing_and_is_not_begun_again()
    {
        Written();
        Directory.Delete(_chain.ChainFolder, recursive: true);
        Assert.Equal("Missing 0-19", _chain.Summary());
        Assert.Throws<AuditTamperedException>(() => _chain.Open());
    }

    [Fact]
    public void A_chain_that_an_insider_signed_again_is_altered()
    {
        Written();
        Directory.Delete(_chain.ChainFolder, recursive: true);

        // With the private key, and with write access to the chain; the second place still has what it was told before.
        using (var log = AuditLog.Open(_chain.Options, anchor: null))
        {
            for (var i = 0; i < 25; i++)
            {
                log.Record(_chain.Event(i, actor: "nobody"));
            }

            log.Checkpoint(_chain.Signer, _chain.Store, _chain.Time);
        }

        Assert.Equal("Altered 0-9; Altered 10-19; Anchored 20-24", _chain.Summary());
        Assert.Equal(12, _chain.Verify().ExitCode);
    }

    [Fact]
    public void A_chain_that_an_insider_signed_again_shorter_is_forked_in_the_second_place()
    {
        Written();
        Directory.Delete(_chain.ChainFolder, recursive: true);
        using (var log = AuditLog.Open(_chain.Options, anchor: null))
        {
            log.Record(_chain.Event(0, actor: "nobody"));
            log.Checkpoint(_chain.Signer, _chain.Store, _chain.Time);
        }

        Assert.Equal(AuditState.Forked, _chain.Verify().State);
    }

    [Fact]
    public void Checkpoints_of_another_key_are_invalid()
    {
        _chain.Write(10);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using (var log = _chain.Open())
        {
            log.Checkpoint(new CheckpointSigner("anchor-1", key), _chain.Store, _chain.Time);
        }

        Assert.Equal(14, _chain.Verify().ExitCode);
    }

    [Fact]
    public void A_checkpoint_with_one_character_altered_is_invalid()
    {
        _chain.Write(10);
        var file = Assert.Single(Directory.GetFiles(_chain.SecondFolder));
        var note = File.ReadAllText(file);
        for (var i = 0; i < note.Length; i++)
        {
            File.WriteAllText(file, note[..i] + (char)(note[i] ^ 1) + note[(i + 1)..]);
            Assert.True(_chain.Verify().State is AuditState.CheckpointInvalid, $"character {i}");
        }
    }

    [Fact]
    public void A_removed_checkpoint_is_noticed()
    {
        _chain.Write(10).Write(10).Write(10);
        File.Delete(Directory.GetFiles(_chain.SecondFolder).Order(StringComparer.Ordinal).ElementAt(1));
        Assert.Equal(AuditState.CheckpointInvalid, _chain.Verify().State);
    }

    [Fact]
    public void Two_writers_fork_the_chain_and_are_found()
    {
        _chain.Write(10);
        var before = File.ReadAllBytes(_chain.Segments.Single());
        _chain.Write(3, checkpoint: false, actor: "one");
        var first = _chain.Frames();
        File.WriteAllBytes(_chain.Segments.Single(), before);
        _chain.Write(3, checkpoint: false, actor: "two");
        var second = _chain.Frames();
        _chain.Replace([.. first[..11], second[10], first[11], second[11], first[12], second[12]]);
        Assert.All([10, 11, 12], n => Assert.Contains($"Forked {n}-{n}", _chain.Summary(), StringComparison.Ordinal));
        Assert.Equal(13, _chain.Verify().ExitCode);
        Assert.Throws<AuditTamperedException>(() => _chain.Open());
    }

    [Fact]
    public void A_second_writer_is_kept_out()
    {
        using var log = _chain.Open();
        Assert.Throws<IOException>(() => _chain.Open());
    }

    [Fact]
    public void Two_checkpoints_of_one_size_and_two_roots_are_a_fork()
    {
        _chain.Write(10, checkpoint: false);
        var copy = File.ReadAllBytes(_chain.Segments.Single());
        _chain.Write(1, actor: "one");
        File.WriteAllBytes(_chain.Segments.Single(), copy);
        using (var log = AuditLog.Open(_chain.Options, anchor: null))
        {
            log.Record(_chain.Event(10, "two"));
            log.Checkpoint(_chain.Signer, _chain.Store, _chain.Time);
        }

        Assert.Equal(13, _chain.Verify().ExitCode);
    }

    [Theory]
    [InlineData(0, "Altered 0-0; Anchored 1-9; Anchored 10-19; Unanchored 20-24")]
    [InlineData(5, "Altered 0-5; Anchored 6-9; Anchored 10-19; Unanchored 20-24")]
    [InlineData(9, "Altered 0-9; Anchored 10-19; Unanchored 20-24")]
    [InlineData(15, "Anchored 0-9; Altered 10-15; Anchored 16-19; Unanchored 20-24")]
    [InlineData(22, "Anchored 0-9; Anchored 10-19; Altered 20-22; Unanchored 23-24")]
    public void An_edited_entry_with_its_hash_redone_is_altered(int entry, string expected)
    {
        Written();
        var frames = _chain.Frames();
        frames[entry] = Edited(frames[entry]);
        _chain.Replace(frames);
        Assert.Equal(expected, _chain.Summary());
        Assert.Equal(12, _chain.Verify().ExitCode);
    }

    [Fact]
    public void Every_edited_byte_of_an_entry_is_found()
    {
        Written();
        var size = _chain.Frames()[7].Length;
        for (var i = 0; i < size; i++)
        {
            var frames = _chain.Frames();
            frames[7][i] ^= 1;
            var file = File.ReadAllBytes(_chain.Segments.Single());
            _chain.Replace(frames);
            Assert.True(_chain.Verify().State is AuditState.Altered or AuditState.Forked or AuditState.Missing, $"byte {i}");
            File.WriteAllBytes(_chain.Segments.Single(), file);
        }
    }

    [Fact]
    public void Reordered_entries_are_altered()
    {
        Written();
        var frames = _chain.Frames();
        (frames[12], frames[13]) = (frames[13], frames[12]);
        _chain.Replace(frames);
        Assert.Equal(12, _chain.Verify().ExitCode);
        Assert.Contains("Altered 12-12", _chain.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_entry_is_missing_and_what_follows_is_still_proven()
    {
        Written();
        var frames = _chain.Frames();
        frames.RemoveAt(12);
        _chain.Replace(frames);
        Assert.Equal("Anchored 0-9; Unanchored 10-11; Missing 12-12; Anchored 13-19; Unanchored 20-24", _chain.Summary());
    }

    [Fact]
    public void A_chain_begun_again_at_zero_is_altered_and_its_end_missing()
    {
        Written();
        Directory.Delete(_chain.ChainFolder, recursive: true);
        using (var log = AuditLog.Open(_chain.Options, anchor: null))
        {
            for (var i = 0; i < 12; i++)
            {
                log.Record(_chain.Event(i, "again"));
            }
        }

        Assert.Equal("Altered 0-9; Unanchored 10-11; Missing 12-19", _chain.Summary());
        Assert.Throws<AuditTamperedException>(() => _chain.Open());
    }

    [Fact]
    public void A_cut_head_that_was_numbered_again_is_altered()
    {
        Written();
        var kept = _chain.Frames()[15..];
        Directory.Delete(_chain.ChainFolder, recursive: true);
        using (var log = AuditLog.Open(_chain.Options, anchor: null))
        {
            foreach (var frame in kept)
            {
                log.Record(_chain.Event(0) with { Object = Encoding.UTF8.GetString(frame[53..^4]) });
            }
        }

        Assert.Equal("Altered 0-9; Missing 10-19", _chain.Summary());
    }

    [Fact]
    public void Another_tenants_chain_does_not_pass_for_this_ones()
    {
        Written();
        var file = _chain.Segments.Single();
        var bytes = File.ReadAllBytes(file);
        Encoding.ASCII.GetBytes("south").CopyTo(bytes, 10);
        Assert.Equal(5, ChainBench.Tenant.Length);
        File.WriteAllBytes(file, bytes);
        Assert.True(_chain.Verify().State is AuditState.Altered);
    }

    [Fact]
    public void A_missing_segment_in_the_middle_is_a_missing_range_between_proven_ones()
    {
        using var chain = new ChainBench(segmentBytes: 500);
        chain.Write(10).Write(10);
        Assert.True(chain.Segments.Count > 3);
        File.Delete(chain.Segments[1]);
        var report = chain.Verify();
        Assert.Equal(AuditState.Missing, report.State);
        var gap = Assert.Single(report.Ranges, r => r.State == AuditState.Missing);
        Assert.Contains(report.Ranges, r => r.State == AuditState.Anchored && r.First == gap.Last + 1);
    }

    [Fact]
    public void Nothing_at_all_is_said_to_be_nothing() => Assert.Equal(15, _chain.Verify().ExitCode);

    internal static byte[] Edited(byte[] frame)
    {
        var edited = (byte[])frame.Clone();
        var at = edited.AsSpan().IndexOf("record-"u8);
        edited[at] = (byte)'X';
        SHA256.HashData(edited.AsSpan(4..^4)).AsSpan(0, 4).CopyTo(edited.AsSpan(edited.Length - 4));
        return edited;
    }

    private void Written() => _chain.Write(10).Write(10).Write(5, checkpoint: false);
}
