using Syntra.Contracts;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Runs;
using Syntra.Simulation.Setup;
using Syntra.Simulation.Source;

namespace Syntra.Simulation.Checks;

/// <summary>
/// What the end must be whatever the order in which things were taken in: for each charge, Fusion's own lines net to what should stand for
/// the last version in the source's database, in the encounter to which the source's combines lead. Knows neither topics nor answers,
/// only the source, every workbook that was published and Fusion's books.
/// </summary>
internal sealed class EndStateChecks(World world, Findings findings)
{
    private readonly EncounterBook _encounters = new();
    private readonly List<ReferenceView> _workbooks = [];
    private readonly Dictionary<string, Dictionary<(string Ledger, string Account), decimal>> _booked = new(StringComparer.Ordinal);

    /// <summary>Compares.</summary>
    /// <param name="charges">The oracle's charges: only how each of them ended is asked.</param>
    public void Run(IEnumerable<ChargeState> charges)
    {
        Prepare();
        var known = charges.ToDictionary(c => c.Id, StringComparer.Ordinal);
        foreach (var unseen in world.Source.Charges.Where(c => !known.ContainsKey(c.Row.Id)))
        {
            findings.Add($"record {unseen.Row.Id}: the source has it, and the streams have never heard of it");
        }

        foreach (var charge in known.Values)
        {
            var source = world.Source.ChargeOf(charge.Id)!;
            var version = source.IsDeleted ? source.Row with { Deleted = true } : source.Row;
            var encounter = _encounters.Of(version.Deleted ? null : version.Encounter);
            var now = Judge.Of(version, encounter, _workbooks[0]);
            if (charge.Status == Standing.Settled && !_workbooks.Exists(w => Judge.Of(version, encounter, w) is Judgement.Due { Wanted: var wanted } && Stands(charge.Id, wanted)))
            {
                findings.Add($"record {charge.Id}: what Fusion has is not what should stand for the last version of the source: {Text(charge.Id)}");
            }
            else if (charge.Status == Standing.InFlight)
            {
                findings.Add($"record {charge.Id} is still in flight at the end");
            }
            else if (now is Judgement.Refused && charge.Status != Standing.DeadLettered)
            {
                findings.Add($"record {charge.Id}: the last version of the source can never be posted, but it is {charge.Status}");
            }
            else if (charge.Status == Standing.Parked && now is Judgement.Due { Wanted: null } && !_booked.ContainsKey(charge.Id))
            {
                findings.Add($"record {charge.Id} is parked, though nothing is due for it");
            }
        }
    }

    private void Prepare()
    {
        foreach (var encounter in world.Source.Encounters)
        {
            var combine = world.Source.Combines.Where(c => c.InForce && c.From == encounter.Id).OrderBy(c => c.At).ThenBy(c => c.Id.Length).ThenBy(c => c.Id, StringComparer.Ordinal).LastOrDefault();
            _encounters.Hear(new EncounterState
            {
                Encounter = encounter.Id,
                Version = 1,
                Cancelled = encounter is { Cancelled: true, Version: > 0 },
                CombinedInto = combine?.To,
                OrganizationId = encounter.Version > 0 ? encounter.Organization : null,
                ReadAt = DateTimeOffset.UnixEpoch,
            });
        }

        var view = world.Host.WorkbookView;
        _workbooks.Add(view);
        foreach (var record in world.Broker.Of(world.Host.Topics.Crosswalk, 0).Skip(world.Host.Workbook.Count))
        {
            view = view with { Rows = view.Rows.SetItem(record.Key, (CrosswalkEntry)record.Typed!) };
            _workbooks.Add(view);
        }

        // The last one that was published is the likeliest, and the one of today.
        _workbooks.Reverse();

        foreach (var line in world.Fusion.Books.Batches.SelectMany(b => b.Lines))
        {
            var net = _booked.TryGetValue(line.Record, out var known) ? known : _booked[line.Record] = [];
            net[(line.LedgerId, line.Account)] = net.GetValueOrDefault((line.LedgerId, line.Account)) + line.Balance;
        }
    }

    private bool Stands(string id, Wanted? wanted)
    {
        if (wanted is null && !_booked.ContainsKey(id))
        {
            return true;
        }

        var expected = new Dictionary<(string, string), decimal>();
        foreach (var (_, account, amount) in wanted?.Lines ?? [])
        {
            expected[(Hospital.Ledgers.First(l => l.Name == wanted!.Ledger).Id, account)] = amount;
        }

        var actual = _booked.TryGetValue(id, out var net) ? net : [];
        return expected.All(e => actual.GetValueOrDefault(e.Key) == e.Value) && actual.All(a => a.Value == 0 || expected.ContainsKey(a.Key));
    }

    private string Text(string id) =>
        _booked.TryGetValue(id, out var net) ? string.Join("; ", net.Where(n => n.Value != 0).Select(n => FormattableString.Invariant($"{n.Key.Account} {n.Value:0.00}"))) : "nothing";
}
