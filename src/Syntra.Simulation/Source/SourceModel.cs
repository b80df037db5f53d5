using Syntra.Simulation.Oracle;

namespace Syntra.Simulation.Source;

/// <summary>An encounter in the source's database.</summary>
internal sealed class SimEncounter(string id, string organization)
{
    public string Id => id;

    public string Organization { get; set; } = organization;

    public bool Cancelled { get; set; }

    public long Version { get; set; }
}

/// <summary>A combine of encounters in the source's database.</summary>
internal sealed class SimCombine(string id, string from, string to, DateTimeOffset at)
{
    public string Id => id;

    public string From => from;

    public string To => to;

    public DateTimeOffset At => at;

    public bool InForce { get; set; } = true;

    public long Version { get; set; }
}

/// <summary>A charge in the source's database.</summary>
internal sealed class SimCharge(ChargeVersion first)
{
    public ChargeVersion Row { get; set; } = first;

    /// <summary>The row is gone, and not for a purge.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>Every version that was written to the topic, for repetitions.</summary>
    public List<ChargeVersion> Sent { get; } = [];
}

/// <summary>The source's database: rows in their last version, and the changes that a poll has not delivered yet.</summary>
internal sealed class SourceModel
{
    public List<SimCharge> Charges { get; } = [];

    public List<SimEncounter> Encounters { get; } = [];

    public List<SimCombine> Combines { get; } = [];

    /// <summary>Person combines with the number of their last version.</summary>
    public Dictionary<string, long> PersonCombines { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows that are read late, in any order.</summary>
    public List<Action> Delayed { get; } = [];

    public SimEncounter? EncounterOf(string? id) => Encounters.Find(e => e.Id == id);

    public SimCharge? ChargeOf(string id) => Charges.Find(c => c.Row.Id == id);
}
