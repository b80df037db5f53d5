using System.Diagnostics;

namespace Syntra.Bench.Avro;

/// <summary>One direction: our rounds and the peer's in turns; medians.</summary>
internal sealed class Race(Action pass, AvroBenchOptions options)
{
    private static readonly string[] Variants = ["generic", "specific"];

    public double Ours { get; private set; }

    public double Peer { get; private set; }

    public string? PeerVariant { get; private set; }

    public async Task RunAsync(JavaPeer? peer, string direction, CancellationToken cancellationToken)
    {
        var ours = new List<double>();
        var theirs = Variants.ToDictionary(variant => variant, _ => new List<double>(), StringComparer.Ordinal);
        Measure(options.WarmUp);
        foreach (var variant in peer is null ? [] : Variants)
        {
            await peer!.MeasureAsync(direction, variant, options.WarmUp, cancellationToken).ConfigureAwait(false);
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ours.Add(Measure(options.RoundTime));
            foreach (var variant in peer is null ? [] : Variants)
            {
                theirs[variant].Add(await peer!.MeasureAsync(direction, variant, options.RoundTime, cancellationToken).ConfigureAwait(false));
            }
        }

        Ours = Median(ours);
        if (peer is not null)
        {
            PeerVariant = Variants.MaxBy(variant => Median(theirs[variant]));
            Peer = Median(theirs[PeerVariant!]);
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private double Measure(TimeSpan time)
    {
        var begun = Stopwatch.GetTimestamp();
        long passes = 0;
        while (Stopwatch.GetElapsedTime(begun) < time)
        {
            pass();
            passes++;
        }

        return Math.Round(passes * SampleData.PassSize / Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }
}
