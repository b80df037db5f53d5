using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Topology.Objects.Posting;

/// <summary>Which version of which source record something was said in.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Source">Resource type.</param>
/// <param name="Version">Grows with the record.</param>
/// <param name="IsExact">Whether the source gave the version a number or a time of its own; one without may tell of two states under one number.</param>
/// <param name="EventAt">When it happened.</param>
/// <param name="ReceivedAt">When it was read.</param>
/// <param name="TraceId">Its trace.</param>
internal sealed record VersionStamp(string Tenant, string Source, long Version, bool IsExact, DateTimeOffset EventAt, DateTimeOffset ReceivedAt, string? TraceId)
{
    private const string RuleSet = "objects-1";
    private const long PerMillisecond = 1000;

    /// <summary>The stamp of a raw event: the time of its version, and its number within the millisecond.</summary>
    public static VersionStamp Of(string tenant, RawEvent raw)
    {
        var at = (raw.LastUpdated ?? raw.EventAt).ToUnixTimeMilliseconds();
        var number = long.TryParse(raw.VersionId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id % PerMillisecond : (raw.EventNumber ?? 0) % PerMillisecond;
        return new VersionStamp(
            tenant, raw.ResourceType, (at * PerMillisecond) + (raw.LastUpdated is null || raw.VersionId is not null ? number : 0), raw.VersionId is not null || raw.LastUpdated is not null,
            raw.EventAt, raw.ReceivedAt, raw.TraceId);
    }

    /// <summary>The instruction as this version says it.</summary>
    public ObjectInstruction On(ObjectInstruction said, long version) => said with
    {
        IdempotencyKey = IdempotencyKey.Compute(
            Tenant, said.Kind.ToString(), Source, said.ObjectKey, version.ToString(CultureInfo.InvariantCulture), RuleSet, said.Operation.ToString()),
        SourceVersion = version, EventTime = EventAt, ReceivedAt = ReceivedAt, TraceId = TraceId, DecidedAt = null,
    };
}
