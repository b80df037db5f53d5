using System.Security.Cryptography;
using Syntra.Governance.Audit;
using Syntra.Governance.Audit.Checkpoints;
using Syntra.Governance.Audit.Log;
using Syntra.Governance.Audit.Verify;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Audit;

/// <summary>A chain in a folder, its second place, and hands to tamper with both.</summary>
internal sealed class ChainBench : IDisposable
{
    public const string Tenant = "north";

    private readonly TempFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ChainBench(long segmentBytes = 1 << 20)
    {
        Options = new AuditLogOptions { Directory = _folder["chain"], Tenant = Tenant, SegmentBytes = segmentBytes };
        Store = new FileCheckpointStore(_folder["second"]);
        Trust = new CheckpointTrust(new Dictionary<string, ECDsa> { ["anchor-1"] = _key });
        Signer = new CheckpointSigner("anchor-1", _key);
    }

    public ManualTime Time { get; } = new();

    public AuditLogOptions Options { get; }

    public FileCheckpointStore Store { get; }

    public CheckpointTrust Trust { get; }

    public CheckpointSigner Signer { get; }

    public string ChainFolder => Path.Combine(Options.Directory, Tenant);

    public string SecondFolder => Path.Combine(_folder["second"], Tenant);

    public IReadOnlyList<string> Segments => [.. SegmentFormat.Files(ChainFolder)];

    /// <summary>Appends this many events; then, if asked, signs a checkpoint.</summary>
    public ChainBench Write(int events, bool checkpoint = true, string actor = "svc")
    {
        using var log = Open();
        for (var i = 0; i < events; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            log.Record(Event(log.Size, actor));
        }

        if (checkpoint)
        {
            Time.Advance(TimeSpan.FromHours(1));
            log.Checkpoint(Signer, Store, Time);
        }

        return this;
    }

    public AuditLog Open() => AuditLog.Open(Options, Trust.Latest(Store, Tenant));

    public AuditEvent Event(long number, string actor = "svc") =>
        new() { Kind = AuditKind.Read, Tenant = Tenant, At = Time.GetUtcNow(), Actor = actor, Object = $"record-{number:D8}" };

    public AuditReport Verify() => AuditVerifier.Verify(Options.Directory, Tenant, Store, Trust);

    public string Summary() => string.Join("; ", Verify().Ranges.Select(r => $"{r.State} {r.First}-{r.Last}"));

    /// <summary>Whole frames of the only segment.</summary>
    public List<byte[]> Frames()
    {
        var file = File.ReadAllBytes(Segments.Single());
        var frames = new List<byte[]>();
        for (var at = HeaderSize; at < file.Length;)
        {
            var size = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)) + 8;
            frames.Add(file[at..(at + size)]);
            at += size;
        }

        return frames;
    }

    public void Replace(IEnumerable<byte[]> frames)
    {
        var path = Segments.Single();
        byte[] file = [.. File.ReadAllBytes(path)[..HeaderSize], .. frames.SelectMany(f => f)];
        File.WriteAllBytes(path, file);
    }

    public int HeaderSize => SegmentFormat.Header(Tenant, 0, new byte[32], []).Length;

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }
}
