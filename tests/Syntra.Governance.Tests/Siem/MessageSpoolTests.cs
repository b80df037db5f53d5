using System.Text;
using Syntra.Governance.Audit.Verify;
using Syntra.Governance.Siem;
using Syntra.Governance.Siem.Bodies;
using Syntra.Governance.Siem.Spool;
using Syntra.Governance.Tests.Audit;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Siem;

public sealed class MessageSpoolTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Messages_come_in_order_and_again_until_they_are_confirmed()
    {
        using (var spool = Open())
        {
            Append(spool, "a", "b", "c");
            Assert.Equal(["a", "b"], Read(spool, 2));
            spool.Confirm(spool.Position - 9);
            Assert.Equal(["c"], Read(spool, 9));
        }

        using var again = Open();
        Assert.Equal(["b", "c"], Read(again, 9));
        again.Rewind();
        Assert.Equal(["b", "c"], Read(again, 9));
    }

    [Fact]
    public void A_kill_at_any_byte_loses_no_whole_message()
    {
        using (var spool = Open())
        {
            Append(spool, "first", "second");
        }

        var log = _folder["spool/spool.log"];
        var whole = File.ReadAllBytes(log);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(log, whole[..length]);
            using (var spool = Open())
            {
                Append(spool, "after");
            }

            using var again = Open();
            Assert.Equal((length >= 13 ? 1 : 0) + (length >= 27 ? 1 : 0) + 1, Read(again, 9).Count);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    public void A_lost_or_damaged_position_sends_again_rather_than_not_at_all(int bytes)
    {
        using (var spool = Open())
        {
            Append(spool, "a", "b");
            Read(spool, 1);
            spool.Confirm(spool.Position);
        }

        File.WriteAllBytes(_folder["spool/spool.confirmed"], [.. Enumerable.Repeat((byte)3, bytes)]);
        using var again = Open();
        Assert.Equal(["a", "b"], Read(again, 9));
    }

    [Fact]
    public void A_confirmed_spool_shrinks_and_positions_go_on()
    {
        using var spool = Open();
        var large = new string('x', 300_000);
        for (var round = 0; round < 5; round++)
        {
            Append(spool, large, large, large, large);
            Assert.Equal(4, Read(spool, 9).Count);
            spool.Confirm(spool.Position);
            Assert.Equal(0, spool.Pending);
            Assert.InRange(new FileInfo(_folder["spool/spool.log"]).Length, 0, 1 << 20);
        }

        Append(spool, "last");
        Assert.Equal(["last"], Read(spool, 9));
    }

    [Fact]
    public void A_full_spool_refuses_and_keeps_what_it_has()
    {
        using var spool = new MessageSpool(_folder["spool"], maxBytes: 30);
        Append(spool, "0123456789");
        Assert.Throws<SpoolFullException>(() => Append(spool, "0123456789"));
        Assert.Equal(["0123456789"], Read(spool, 9));
    }

    [Fact]
    public void The_chain_and_its_checkpoints_reach_the_spool_with_their_numbers()
    {
        using var chain = new ChainBench();
        using var spool = Open();
        var sink = new SiemSink(SiemSamples.Source, new CefBody(), spool);
        using (var log = chain.Open())
        {
            var audit = new ForwardedAudit(log, sink);
            audit.Record(chain.Event(0));
            audit.Record(chain.Event(1));
            log.Checkpoint(chain.Signer, new ForwardedCheckpoints(chain.Store, sink), chain.Time);
        }

        var messages = Read(spool, 9);
        Assert.Equal(3, messages.Count);
        Assert.Contains("seq=\"1\" kind=\"Read\"", messages[1], StringComparison.Ordinal);
        Assert.Contains(" SYNTRA-CHECKPOINT [syntra@32473 tenant=\"north\" seq=\"2\"", messages[2], StringComparison.Ordinal);
        var note = Encoding.UTF8.GetString(Convert.FromBase64String(messages[2].Split('\uFEFF')[1]));
        Assert.Equal(chain.Store.Read("north").Single(), note);
        Assert.Equal(AuditState.Anchored, chain.Verify().State);
    }

    private static void Append(MessageSpool spool, params string[] messages)
    {
        foreach (var message in messages)
        {
            spool.Append(Encoding.UTF8.GetBytes(message));
        }
    }

    private static List<string> Read(MessageSpool spool, int most)
    {
        var read = new List<string>();
        while (read.Count < most && spool.Read() is { } message)
        {
            read.Add(Encoding.UTF8.GetString(message));
        }

        return read;
    }

    private MessageSpool Open() => new(_folder["spool"]);
}
