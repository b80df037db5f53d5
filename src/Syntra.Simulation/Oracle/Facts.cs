using System.Collections.Immutable;
using Syntra.Contracts;

namespace Syntra.Simulation.Oracle;

/// <summary>A version of a charge in plain values, as the source has it.</summary>
internal sealed record ChargeVersion(string Id, long Version)
{
    public required DateTimeOffset ReadAt { get; init; }

    public bool Active { get; init; } = true;

    public bool Deleted { get; init; }

    public string? Flag { get; init; } = "999";

    public string? Encounter { get; init; }

    public bool EncounterFound { get; init; } = true;

    public string? Organization { get; init; }

    public string? Department { get; init; }

    public string? Code { get; init; }

    /// <summary>Extended price; null where the row has none.</summary>
    public decimal? Amount { get; init; }

    public DateTimeOffset? ServiceAt { get; init; }

    public string? Offsets { get; init; }
}

/// <summary>The reference data that an instance had when it worked on a record.</summary>
internal sealed record ReferenceView(ImmutableDictionary<string, CrosswalkEntry> Rows, ImmutableDictionary<string, LedgerCalendar> Calendars)
{
    public static ReferenceView Empty { get; } = new(
        ImmutableDictionary.Create<string, CrosswalkEntry>(StringComparer.Ordinal), ImmutableDictionary.Create<string, LedgerCalendar>(StringComparer.Ordinal));

    /// <summary>The values of the row in force on a day.</summary>
    public IReadOnlyDictionary<string, string>? Row(string table, string code, DateOnly day) => Row(table, code, _ => day);

    /// <summary>The same where each row says itself which day it is, as those of facilities in their time zones do.</summary>
    public IReadOnlyDictionary<string, string>? Row(string table, string code, Func<IReadOnlyDictionary<string, string>, DateOnly> day)
    {
        foreach (var row in Rows.TryGetValue($"{table}|{code}", out var entry) ? entry.Rows : [])
        {
            var asked = day(row.Values);
            if (row.ValidFrom <= asked && !(asked > row.ValidTo))
            {
                return row.Values;
            }
        }

        return null;
    }
}

/// <summary>Something that a partition took in, for good, in its order.</summary>
internal abstract record Fact(ReferenceView Reference);

/// <summary>A version, or a deletion, of a charge.</summary>
internal sealed record ChargeFact(ReferenceView Reference, ChargeVersion Version, bool Purge = false) : Fact(Reference);

/// <summary>A broadcast of encounter facts.</summary>
internal sealed record EncounterFact(ReferenceView Reference, EncounterState State) : Fact(Reference);

/// <summary>Fusion's answer to the instruction with this key.</summary>
internal sealed record AnswerFact(ReferenceView Reference, string Record, string Key, bool Accepted, string? Code) : Fact(Reference);

/// <summary>The wall clock said to look after parked charges.</summary>
internal sealed record LookFact(ReferenceView Reference) : Fact(Reference);

/// <summary>What a person decided.</summary>
/// <param name="IsTaken">It bears that person's own signature, in a role of theirs.</param>
internal sealed record DecisionFact(ReferenceView Reference, ReviewDecision Decision, bool IsTaken) : Fact(Reference);

/// <summary>A version of an encounter's row.</summary>
internal sealed record EncounterRowFact(string Encounter, long Version, bool Cancelled, string? Organization) : Fact(ReferenceView.Empty);

/// <summary>A version of a combine, under the key of one of its encounters.</summary>
internal sealed record CombineFact(string Encounter, string Combine, long Version, string From, string To, DateTimeOffset CombinedAt, bool InForce) : Fact(ReferenceView.Empty);
