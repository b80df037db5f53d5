using System.Diagnostics.Metrics;

namespace Syntra.Fusion.Rest;

/// <summary>The connector's meter, <c>Syntra.Fusion</c>.</summary>
public static class FusionMetrics
{
    /// <summary>Name to subscribe to.</summary>
    public const string MeterName = "Syntra.Fusion";

    internal static Meter Meter { get; } = new(MeterName);
}
