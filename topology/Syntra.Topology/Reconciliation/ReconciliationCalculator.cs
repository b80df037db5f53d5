using Syntra.Contracts;
using Syntra.Topology.Intake;
using Syntra.Topology.Posting;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Reconciliation;

/// <summary>
/// Compares source, watermark table and Fusion for each facility and period. Pure. Source totals and charges find their place by the
/// same rule, from facility and service instant alone; what stands in Fusion keeps the place that its lines say.
/// </summary>
public sealed class ReconciliationCalculator
{
    private readonly IReferenceData _reference;
    private readonly Dictionary<(string Facility, string Period), ReconciliationCell> _cells = [];
    private readonly Dictionary<(string Ledger, string Segment, string Period), SortedDictionary<string, decimal>> _effects = [];
    private readonly Dictionary<(string Ledger, string Segment), string> _facilities = [];

    private ReconciliationCalculator(IReferenceData reference) => _reference = reference;

    /// <summary>Calculates the reconciliation.</summary>
    /// <param name="source">Control totals of the source, all of them.</param>
    /// <param name="charges">The watermark table, all of it.</param>
    /// <param name="fusion">Balances for what <see cref="BalancesNeeded"/> lists, or more.</param>
    /// <param name="reference">Crosswalk and calendars.</param>
    /// <param name="asOf">When the inputs were read.</param>
    public static ReconciliationReport Calculate(
        IEnumerable<ControlTotalInput> source,
        IReadOnlyCollection<PostedCharge> charges,
        IEnumerable<FusionBalance> fusion,
        IReferenceData reference,
        DateTimeOffset asOf)
    {
        var calculator = new ReconciliationCalculator(reference);
        foreach (var total in source)
        {
            calculator.AddSource(total);
        }

        foreach (var charge in charges)
        {
            calculator.AddCharge(charge);
            calculator.AddEffects(charge);
        }

        calculator.AddFusion(fusion);
        var rows = calculator._cells
            .OrderBy(c => c.Key.Facility, StringComparer.Ordinal).ThenBy(c => c.Key.Period, StringComparer.Ordinal)
            .Select(c => c.Value.ToRow(asOf))
            .ToList();
        return new ReconciliationReport(rows, ReconciliationTotals.Of(rows), RecordAccount.Of(charges));
    }

    /// <summary>The balances that Fusion has to be asked for: everywhere that accepted lines have moved something.</summary>
    public static IReadOnlyList<BalanceQuery> BalancesNeeded(IEnumerable<PostedCharge> charges, IReferenceData reference) =>
        [.. charges.SelectMany(c => c.Effects)
            .Select(e => new BalanceQuery(e.Ledger, e.BalancingSegment, e.Period, AccountPattern.Of(reference, e)))
            .Distinct()
            .OrderBy(q => q.Ledger, StringComparer.Ordinal).ThenBy(q => q.AccountCombination, StringComparer.Ordinal)
            .ThenBy(q => q.Period, StringComparer.Ordinal)];

    private void AddSource(ControlTotalInput total)
    {
        var facility = Codes.Nameable(_reference, CrosswalkTables.Facility, total.OrganizationId);
        var day = FacilityFinder.Find(_reference, facility, total.ServiceAt);
        var treatment = ProcessFlags.Treatment(_reference, total.ProcessFlag, day, total.ServiceAt);
        if (total.Active && ProcessFlags.CountsAsMoney(treatment))
        {
            CellAt(facility, total.ServiceAt).Source.Add(total.Count, total.Amount);
        }
    }

    // What stands in Fusion counts as posted where its lines say. The rest of what is due, up or down, is where the charge's status says.
    private void AddCharge(PostedCharge charge)
    {
        var (facility, serviceAt, money, amount) = Latest(charge);
        var due = CellAt(facility, serviceAt);
        var count = money ? 1 : 0;
        var standing = Effects.Receivable(charge.Standing);
        if (charge.Standing is { } stands)
        {
            Cell(stands.Facility, stands.Lines[0].OriginalPeriod).Posted.Add(0, standing);
        }

        due.Of(charge.Status).Add(count, 0m);
        if (charge.Purged)
        {
            // The source has no such row any more, and a purge reverses nothing: it counts as it last was.
            due.Source.Add(count, amount);
        }

        if (charge.Status is ChargeStatus.Posted or ChargeStatus.NothingDue)
        {
            return;
        }

        due.Of(charge.Status).Add(0, amount);
        if (charge.Standing is { } replaced)
        {
            Cell(replaced.Facility, replaced.Lines[0].OriginalPeriod).Of(charge.Status).Add(0, -standing);
        }
    }

    /// <summary>Facts of the newest version, which may still wait behind one in flight.</summary>
    private (string? Facility, DateTimeOffset? ServiceAt, bool Money, decimal Amount) Latest(PostedCharge charge)
    {
        if (charge.Waiting.Count == 0)
        {
            return (charge.Facility == Place.Unknown ? null : charge.Facility, charge.ServiceAt?.Reveal(PhiAccess.Intake), charge.Money, charge.Amount);
        }

        var facts = ChargeFacts.Of(_reference, charge.Waiting[^1].Charge);
        return (facts.Facility, facts.ServiceAt, facts.Money, facts.Amount);
    }

    private void AddEffects(PostedCharge charge)
    {
        foreach (var effect in charge.Effects)
        {
            var cell = Cell(effect.Facility, effect.Period);
            cell.LedgerAmount += effect.Amount;
            cell.Ledger = effect.Ledger;
            var key = (effect.Ledger, effect.BalancingSegment, effect.Period);
            var byFacility = _effects.TryGetValue(key, out var found) ? found : _effects[key] = new(StringComparer.Ordinal);
            byFacility[effect.Facility] = byFacility.GetValueOrDefault(effect.Facility) + effect.Amount;
            _facilities[(effect.Ledger, effect.BalancingSegment)] = effect.Facility;
        }
    }

    // Where facilities share a balancing segment, Fusion knows only their sum: each gets what its lines moved, the last the rest,
    // so that a difference shows in one row.
    private void AddFusion(IEnumerable<FusionBalance> balances)
    {
        foreach (var group in balances.GroupBy(b => (b.Ledger, b.BalancingSegment, b.Period)))
        {
            var rest = group.Sum(b => b.Activity);
            var facilities = _effects.GetValueOrDefault(group.Key)?.ToList() ?? [];
            foreach (var (facility, moved) in facilities.SkipLast(1))
            {
                Cell(facility, group.Key.Period).FusionAmount += moved;
                rest -= moved;
            }

            var last = facilities.Count > 0
                ? facilities[^1].Key
                : _facilities.GetValueOrDefault((group.Key.Ledger, group.Key.BalancingSegment), $"segment {group.Key.BalancingSegment}");
            if (facilities.Count > 0 || rest != 0)
            {
                Cell(last, group.Key.Period).FusionAmount += rest;
            }
        }
    }

    private ReconciliationCell CellAt(string? facility, DateTimeOffset? serviceAt)
    {
        var place = Place.Of(_reference, facility, serviceAt);
        var cell = Cell(place.Facility, place.Period);
        if (place.Ledger != Place.Unknown)
        {
            cell.Ledger = place.Ledger;
        }

        return cell;
    }

    private ReconciliationCell Cell(string facility, string period) =>
        _cells.TryGetValue((facility, period), out var cell) ? cell : _cells[(facility, period)] = new ReconciliationCell(facility, period);
}
