using Syntra.Contracts;

namespace Syntra.Simulation.Oracle;

/// <summary>A line that should stand, or leave. The amount is debit less credit.</summary>
internal sealed record Line(string Role, string Account, decimal Amount, DateOnly Date, string Period, string OriginalPeriod)
{
    public bool IsReversal => Role.StartsWith("REVERSE-", StringComparison.Ordinal);
}

/// <summary>Lines that leave as one.</summary>
internal sealed record Entry(string Ledger, string Facility, string Rule, IReadOnlyList<Line> Lines)
{
    public CorrectionKind Kind { get; init; }

    /// <summary>It only clears the ledger that the charge leaves; the rest follows its answer.</summary>
    public bool LeavesLedger { get; init; }
}

/// <summary>What should stand for a version (rules page, section 4, row 17).</summary>
/// <param name="Lines">Dates and periods are not chosen yet.</param>
internal sealed record Wanted(string Ledger, string Facility, DateOnly Date, IReadOnlyList<(string Role, string Account, decimal Amount)> Lines);

/// <summary>What a version comes to: what should stand (section 4), or what leaves for it (sections 6 to 8).</summary>
internal abstract record Judgement
{
    public sealed record Refused : Judgement;

    /// <summary>Waits for something that only the source can bring.</summary>
    public sealed record WaitsForSource : Judgement;

    /// <summary>Waits for reference data.</summary>
    /// <param name="FirstCalendar">The ledger has no calendar at all yet.</param>
    public sealed record WaitsForReference(string? FirstCalendar = null) : Judgement;

    public sealed record Due(Wanted? Wanted, bool IsMoney) : Judgement;

    public sealed record Nothing(bool IsMoney) : Judgement;

    public sealed record Sends(Entry Entry, bool Held, IReadOnlyDictionary<string, string> Rule) : Judgement;
}

/// <summary>Where the versions of a charge are counted (section 11).</summary>
internal enum Place
{
    None,
    Posted,
    ZeroDelta,
    Stale,
    DeadLettered,
}

/// <summary>What has become of a charge that is not settled.</summary>
internal enum Standing
{
    Settled,
    DeadLettered,
    Parked,
    Held,
    InFlight,
}

/// <summary>One charge in the oracle's book.</summary>
internal sealed class ChargeState(string id)
{
    public string Id => id;

    public long Highest { get; set; } = long.MinValue;

    public Standing Status { get; set; }

    public ChargeVersion? Current { get; set; }

    public ChargeVersion? Worked { get; set; }

    /// <summary>Where the worked version is counted; while it is taken up again, where it was.</summary>
    public Place WorkedPlace { get; set; }

    public List<ChargeVersion> Waiting { get; } = [];

    public Judgement? Wait { get; set; }

    /// <summary>What stands in the ledger.</summary>
    public Entry? Stands { get; set; }

    public Entry? Pending { get; set; }

    public DateOnly? ClosedThrough { get; set; }

    public string EncounterFacts { get; set; } = " ";

    public HeldItem? Item { get; set; }

    /// <summary>Items that there have been, for naming them.</summary>
    public int Items { get; set; }

    /// <summary>Everything that left, in order.</summary>
    public List<Entry> Sent { get; } = [];

    public Dictionary<Place, long> Counts { get; } = [];

    public long Received { get; set; }

    public void Count(Place place, int by = 1) => Counts[place] = Counts.GetValueOrDefault(place) + by;
}

/// <summary>An open review item (section 9).</summary>
internal sealed class HeldItem(int number, long version, Judgement.Sends held, Entry? stands)
{
    public int Number => number;

    public IReadOnlyDictionary<string, string> Rule => held.Rule;

    public List<string> Approvals { get; } = [];

    /// <summary>Its lines left because people said so.</summary>
    public bool IsApproved { get; set; }

    /// <summary>Whether a decision would be about the same facts.</summary>
    public bool IsAbout(long otherVersion, Judgement.Sends other, Entry? otherStands) =>
        version == otherVersion && held.Entry.Ledger == other.Entry.Ledger && held.Entry.Facility == other.Entry.Facility && held.Entry.Rule == other.Entry.Rule
        && Rule["approver_roles"] == other.Rule["approver_roles"] && Rule["two_persons"] == other.Rule["two_persons"]
        && held.Entry.Lines.SequenceEqual(other.Entry.Lines) && (stands?.Lines ?? []).SequenceEqual(otherStands?.Lines ?? []);
}
