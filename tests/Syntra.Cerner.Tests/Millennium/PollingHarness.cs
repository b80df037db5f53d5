using Syntra.Cerner.Millennium;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Contracts;

namespace Syntra.Cerner.Tests.Millennium;

/// <summary>The database side of the source without Kafka: what Kafka would hold is kept in two fields, and a restart reads only those.</summary>
internal sealed class PollingHarness(MillenniumDatabase database, MillenniumSourceOptions? options = null)
{
    private readonly MillenniumSourceOptions _options = options ?? Options;
    private Dictionary<Keyset, SourceWatermark> _watermarks = [];
    private SourceProgress _progress = FromNothing();

    internal static MillenniumSourceOptions Options { get; } = new()
    {
        Tenant = "t", BootstrapServers = "unused:1", Tokens = Guards.Of("t").Tokens, Sealer = Guards.Of("t").Sealer,
    };

    internal List<RawCharge> Topic { get; } = [];

    internal async Task<PollBatch> PollAsync(bool commit = true)
    {
        var batch = await new MillenniumReader(database.Connect, database.Dialect, _options).PollAsync(_progress, CancellationToken.None);
        if (!commit)
        {
            return batch;
        }

        if (batch.Charges.Count > 0)
        {
            Topic.AddRange(batch.Charges.Select(c => c.Raw));
            _watermarks = batch.Scans.ToDictionary(s => s.Key, s => WatermarkCodec.ToWatermark(s.Key, s.Value.Position, Topic.Count));
        }

        _progress.Apply(batch, batch.Charges.Count > 0, _options.Overlap);
        return batch;
    }

    internal async Task<List<RawCharge>> PollAllAsync()
    {
        var before = Topic.Count;
        while ((await PollAsync()).More)
        {
        }

        return Topic[before..];
    }

    // Sweeps at once, so that what must be remembered is shown to be.
    private static SourceProgress FromNothing() => new(new Dictionary<Keyset, KeysetPosition>(), 0, new WrittenVersions(firstSweepAt: 2));

    internal void Restart()
    {
        if (_watermarks.Count == 0)
        {
            _progress = FromNothing();
            return;
        }

        var positions = _watermarks.ToDictionary(w => w.Key, w => WatermarkCodec.ToPosition(w.Value));
        var since = positions.Values.Min(p => p.NextStart(p.PolledAt, _options.Overlap).Time) - _options.RecoveryMargin;
        var written = new WrittenVersions(firstSweepAt: 2);
        foreach (var raw in Topic.Where(r => r.UpdatedAt.UtcDateTime >= since))
        {
            written.Add(_options.Tokens.Token(TokenSpaces.Charge, raw.ChargeItemId.Value()), raw.SourceVersion, raw.UpdatedAt.UtcDateTime, raw.UpdatedAt.UtcDateTime);
        }

        _progress = new SourceProgress(positions, Topic.Count, written);
    }
}
