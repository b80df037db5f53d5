using Syntra.Contracts;

namespace Syntra.Topology.Encounters;

/// <summary>A step of one encounter.</summary>
/// <param name="Record">What is known of it now.</param>
/// <param name="Broadcast">What every partition has to hear; null where nothing of that changed.</param>
internal sealed record EncounterStep(EncounterRecord Record, EncounterState? Broadcast);

/// <summary>
/// Gathers the rows of one encounter, and says when something about it is exceptional. Pure. Rows of one kind come in any order, and
/// more than once; each has its own version.
/// </summary>
internal sealed class EncounterMachine(string cancelledMeaning)
{
    /// <summary>The encounter's own row came.</summary>
    public EncounterStep Row(string encounter, EncounterRecord? state, RawEncounter row)
    {
        var before = Received(encounter, state);
        if (row.SourceVersion <= before.RowVersion)
        {
            return Passed(before, row.SourceVersion == before.RowVersion);
        }

        var after = before with
        {
            RowVersion = row.SourceVersion,
            Cancelled = cancelledMeaning.Equals(row.Status?.Trim(), StringComparison.OrdinalIgnoreCase),
            OrganizationId = row.OrganizationId,
        };
        return Taken(before, after, before.Cancelled != after.Cancelled || before.OrganizationId != after.OrganizationId, row.ReadAt);
    }

    /// <summary>A combine that the encounter takes part in came.</summary>
    /// <param name="encounter">Token of the encounter.</param>
    /// <param name="state">What is known of it.</param>
    /// <param name="combine">The row.</param>
    /// <param name="into">Token of the encounter that this one went into; null where this one is the other.</param>
    public EncounterStep Combine(string encounter, EncounterRecord? state, RawEncounterCombine combine, string? into)
    {
        var before = Received(encounter, state);
        var known = before.Combines.FirstOrDefault(c => c.CombineId == combine.CombineId);
        if (known is not null && combine.SourceVersion <= known.Version)
        {
            return Passed(before, combine.SourceVersion == known.Version);
        }

        var next = new KnownCombine
        {
            CombineId = combine.CombineId,
            Version = combine.SourceVersion,
            Into = into,
            CombinedAt = combine.CombinedAt?.ToUnixTimeMilliseconds() ?? long.MinValue,
            InForce = combine.Active && combine.UncombinedAt is null,
        };
        var after = before with { Combines = [.. before.Combines.Where(c => c.CombineId != combine.CombineId), next] };
        return Taken(before, after, known is null || known.InForce != next.InForce || known.Into != next.Into || known.CombinedAt != next.CombinedAt, combine.ReadAt);
    }

    /// <summary>Of the combines in force the latest counts, of equally late ones that with the higher id.</summary>
    public static string? CombinedInto(EncounterRecord record)
    {
        KnownCombine? latest = null;
        foreach (var combine in record.Combines)
        {
            if (combine is { InForce: true, Into: not null } && (latest is null || IsLater(combine, latest)))
            {
                latest = combine;
            }
        }

        return latest?.Into;
    }

    private static bool IsLater(KnownCombine combine, KnownCombine other) => combine.CombinedAt != other.CombinedAt
        ? combine.CombinedAt > other.CombinedAt
        : CompareIds(combine.CombineId, other.CombineId) > 0;

    // Ids are digits without leading zeros: the longer one is the greater.
    private static int CompareIds(string left, string right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right);

    private static EncounterRecord Received(string encounter, EncounterRecord? state)
    {
        var record = state ?? new EncounterRecord { Encounter = encounter };
        return record with { Received = record.Received + 1 };
    }

    private static EncounterStep Passed(EncounterRecord record, bool same) => new(
        same ? record with { ZeroDelta = record.ZeroDelta + 1 } : record with { Stale = record.Stale + 1 }, null);

    private static EncounterStep Taken(EncounterRecord before, EncounterRecord after, bool changed, DateTimeOffset readAt)
    {
        var counted = changed ? after with { Applied = before.Applied + 1 } : after with { ZeroDelta = before.ZeroDelta + 1 };
        var into = CombinedInto(counted);
        var isSpecial = counted.Cancelled || counted.Combines.Count > 0 || counted.Broadcast is not null;
        if (!isSpecial || (counted.Broadcast is { } last && last.Cancelled == counted.Cancelled && last.CombinedInto == into
            && last.OrganizationId == counted.OrganizationId))
        {
            return new EncounterStep(counted, null);
        }

        var broadcast = new EncounterState
        {
            Encounter = counted.Encounter,
            Version = (counted.Broadcast?.Version ?? 0) + 1,
            Cancelled = counted.Cancelled,
            CombinedInto = into,
            OrganizationId = counted.OrganizationId,
            ReadAt = readAt,
        };
        return new EncounterStep(counted with { Broadcast = broadcast }, broadcast);
    }
}
