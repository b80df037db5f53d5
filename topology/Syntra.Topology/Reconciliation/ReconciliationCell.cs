using Syntra.Contracts;

namespace Syntra.Topology.Reconciliation;

/// <summary>A count and an amount that grow together.</summary>
internal struct Tally
{
    public long Count { get; private set; }

    public decimal Amount { get; private set; }

    public void Add(long count, decimal amount) => (Count, Amount) = (Count + count, Amount + amount);
}

/// <summary>One facility and period while it is being summed up.</summary>
internal sealed class ReconciliationCell(string facility, string period)
{
    private const int Scale = 4;

    // Fields, not properties: a tally is a struct that is added to in place.
    public Tally Source;
    public Tally Posted;
    public Tally Parked;
    public Tally Held;
    public Tally DeadLettered;
    public Tally InFlight;

    public string Ledger { get; set; } = Reference.Place.Unknown;

    public decimal LedgerAmount { get; set; }

    public decimal FusionAmount { get; set; }

    public ref Tally Of(ChargeStatus status)
    {
        switch (status)
        {
            case ChargeStatus.Parked:
                return ref Parked;
            case ChargeStatus.Held:
                return ref Held;
            case ChargeStatus.DeadLettered:
                return ref DeadLettered;
            case ChargeStatus.InFlight:
                return ref InFlight;
            default:
                return ref Posted;
        }
    }

    public ReconciliationRow ToRow(DateTimeOffset asOf) => new()
    {
        Facility = facility,
        Period = period,
        Ledger = Ledger,
        SourceCount = Source.Count,
        SourceAmount = Rounded(Source.Amount),
        PostedCount = Posted.Count,
        PostedAmount = Rounded(Posted.Amount),
        ParkedCount = Parked.Count,
        ParkedAmount = Rounded(Parked.Amount),
        HeldCount = Held.Count,
        HeldAmount = Rounded(Held.Amount),
        DeadLetterCount = DeadLettered.Count,
        DeadLetterAmount = Rounded(DeadLettered.Amount),
        InFlightCount = InFlight.Count,
        InFlightAmount = Rounded(InFlight.Amount),
        LedgerAmount = Rounded(LedgerAmount),
        FusionAmount = Rounded(FusionAmount),
        UnexplainedCount = Source.Count - Posted.Count - Parked.Count - Held.Count - DeadLettered.Count - InFlight.Count,
        UnexplainedAmount = Rounded(
            Source.Amount - Posted.Amount - Parked.Amount - Held.Amount - DeadLettered.Amount - InFlight.Amount),
        UnexplainedLedgerAmount = Rounded(LedgerAmount - FusionAmount),
        AsOf = asOf,
    };

    private static decimal Rounded(decimal amount) => Math.Round(amount, Scale, MidpointRounding.ToEven);
}
