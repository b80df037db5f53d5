using Syntra.Contracts;

namespace Syntra.Simulation.Oracle;

/// <summary>
/// What the rules page says about one partition, given what it took in and in which order: sections 5, 9 and 10.
/// Knows nothing of the product but the contracts.
/// </summary>
/// <param name="attempts">The how-manieth instruction of its charge a key belongs to.</param>
/// <param name="items">The how-manieth item of its charge an item id belongs to.</param>
internal sealed class PartitionOracle(IReadOnlyDictionary<string, int> attempts, IReadOnlyDictionary<string, (int Number, string Hash)> items)
{
    private const int MostWaiting = 100;

    private readonly Dictionary<string, ChargeState> _charges = new(StringComparer.Ordinal);
    private readonly EncounterBook _encounters = new();
    private ReferenceView _view = ReferenceView.Empty;

    public IReadOnlyDictionary<string, ChargeState> Charges => _charges;

    public EncounterBook Encounters => _encounters;

    /// <summary>What the accepted lines moved.</summary>
    public Dictionary<(string Ledger, string Period, string Account), decimal> Ledger { get; } = [];

    public void Take(Fact fact)
    {
        _view = fact.Reference;
        switch (fact)
        {
            case ChargeFact charge:
                Receive(charge);
                break;
            case EncounterFact encounter:
                _encounters.Hear(encounter.State);
                foreach (var charge in _charges.Values.Where(c => c.Status != Standing.InFlight && HasOtherEncounter(c)))
                {
                    Advance(charge);
                }

                break;
            case AnswerFact answer when _charges.TryGetValue(answer.Record, out var charge):
                Answer(charge, answer);
                break;
            case DecisionFact { IsTaken: true, Decision: var decision } when _charges.TryGetValue(decision.RecordId, out var charge):
                Decide(charge, decision);
                break;
            case LookFact:
                foreach (var charge in _charges.Values.Where(c => c is { Status: Standing.Parked, Wait: Judgement.WaitsForReference }))
                {
                    Retry(charge);
                }

                break;
        }
    }

    private void Receive(ChargeFact fact)
    {
        var (id, number) = (fact.Version.Id, fact.Version.Version);
        var charge = _charges.TryGetValue(id, out var known) ? known : _charges[id] = new ChargeState(id);
        charge.Received++;
        if (fact.Purge || number <= charge.Highest)
        {
            charge.Count(fact.Purge || number == charge.Highest ? Place.ZeroDelta : Place.Stale);
            return;
        }

        charge.Highest = number;
        if (charge is { Status: Standing.Parked, Wait: Judgement.WaitsForReference })
        {
            // A parked version whose row has come goes first.
            Retry(charge);
        }

        if (charge.Status == Standing.InFlight || WaitsForFirstCalendar(charge))
        {
            if (charge.Waiting.Count == MostWaiting)
            {
                charge.Waiting.RemoveAt(0);
                charge.Count(Place.Stale);
            }

            charge.Waiting.Add(fact.Version);
            return;
        }

        GiveWay(charge);
        Start(charge, fact.Version);
        Advance(charge);
    }

    /// <summary>Works through what waits; then the version last worked on is taken up again where its encounter has changed.</summary>
    private void Advance(ChargeState charge)
    {
        while (charge.Status != Standing.InFlight)
        {
            if (charge.Waiting.Count > 0 && !WaitsForFirstCalendar(charge))
            {
                var next = charge.Waiting[0];
                charge.Waiting.RemoveAt(0);
                GiveWay(charge);
                Start(charge, next);
            }
            else if (HasOtherEncounter(charge))
            {
                TakeUpAgain(charge);
                Work(charge);
            }
            else
            {
                return;
            }
        }
    }

    private bool HasOtherEncounter(ChargeState charge) =>
        (charge.Current ?? charge.Worked) is { Deleted: false } last && _encounters.Of(last.Encounter).Facts != charge.EncounterFacts;

    private void Answer(ChargeState charge, AnswerFact answer)
    {
        if (charge.Status != Standing.InFlight || attempts.GetValueOrDefault(answer.Key) != charge.Sent.Count)
        {
            return;
        }

        var entry = charge.Pending!;
        charge.Pending = null;
        if (answer.Accepted)
        {
            Accepted(charge, entry);
        }
        else if (answer.Code == "EP01")
        {
            charge.ClosedThrough = PeriodBook.AfterRefusal(entry, charge.ClosedThrough, _view.Calendars.GetValueOrDefault(entry.Ledger));
            Work(charge);
        }
        else
        {
            Settle(charge, Place.DeadLettered);
        }

        Advance(charge);
    }

    private void Accepted(ChargeState charge, Entry entry)
    {
        var lines = entry.Lines.Where(l => !l.IsReversal).ToList();
        foreach (var line in entry.Lines)
        {
            var key = (entry.Ledger, line.Period, line.Account);
            Ledger[key] = Ledger.GetValueOrDefault(key) + line.Amount;
        }

        charge.Stands = lines.Count == 0 ? null : entry with { Lines = lines };
        if (entry.LeavesLedger)
        {
            // Accepted once is posted (section 11), whatever follows.
            (charge.ClosedThrough, charge.WorkedPlace) = (null, Place.Posted);
            Work(charge);
        }
        else
        {
            Settle(charge, Place.Posted);
        }
    }

    private void Decide(ChargeState charge, ReviewDecision decision)
    {
        if (decision.Decision == DecisionKind.Redrive)
        {
            if (charge.Status == Standing.DeadLettered && charge.Worked!.Version == decision.SourceVersion)
            {
                TakeUpAgain(charge);
                Retry(charge);
            }

            return;
        }

        if (charge is not { Status: Standing.Held, Item: { } item } || !items.TryGetValue(decision.ItemId, out var meant) || meant.Number != item.Number
            || !item.Rule["approver_roles"].Split(';').Contains(decision.Role))
        {
            return;
        }

        if (Evaluate(charge) is not Judgement.Sends { Held: true } sends || !item.IsAbout(charge.Current!.Version, sends, charge.Stands))
        {
            Work(charge);
            Advance(charge);
        }
        else if (decision.FactsHash == meant.Hash)
        {
            Act(charge, item, sends, decision);
        }
    }

    private void Act(ChargeState charge, HeldItem item, Judgement.Sends sends, ReviewDecision decision)
    {
        var who = decision.Who.Trim().ToUpperInvariant();
        if (decision.Decision == DecisionKind.Reject)
        {
            charge.Item = null;
            Settle(charge, Place.DeadLettered);
            Advance(charge);
        }
        else if (item.Rule["two_persons"] == "YES" && item.Approvals.TrueForAll(a => a == who))
        {
            item.Approvals.Add(who);
        }
        else
        {
            (charge.Item, item.IsApproved) = (null, true);
            Send(charge, sends.Entry);
        }
    }

    private bool WaitsForFirstCalendar(ChargeState charge) =>
        charge is { Status: Standing.Parked, Wait: Judgement.WaitsForReference { FirstCalendar: { } ledger } } && !_view.Calendars.ContainsKey(ledger);

    private void Retry(ChargeState charge)
    {
        Work(charge);
        Advance(charge);
    }

    /// <summary>A parked or held version gives way to a newer one; one that was taken up again goes back to its place.</summary>
    private static void GiveWay(ChargeState charge)
    {
        if (charge.Current is not null)
        {
            charge.Count(charge.WorkedPlace == Place.None ? Place.Stale : charge.WorkedPlace);
            (charge.Current, charge.Item, charge.Status) = (null, null, Standing.Settled);
        }
    }

    private void Start(ChargeState charge, ChargeVersion version)
    {
        (charge.Current, charge.Worked, charge.WorkedPlace, charge.ClosedThrough) = (version, null, Place.None, null);
        Work(charge);
    }

    private static void TakeUpAgain(ChargeState charge)
    {
        if (charge.Current is null)
        {
            charge.Count(charge.WorkedPlace, -1);
            (charge.Current, charge.Worked, charge.ClosedThrough) = (charge.Worked, null, null);

            // What is no longer refused has not been anywhere before.
            charge.WorkedPlace = charge.WorkedPlace == Place.DeadLettered ? Place.None : charge.WorkedPlace;
        }
    }

    private Judgement Evaluate(ChargeState charge)
    {
        var version = charge.Current!;
        var encounter = _encounters.Of(version.Encounter);
        var at = encounter.ReadAt > version.ReadAt ? encounter.ReadAt.Value : version.ReadAt;
        return Judge.Of(version, encounter, _view) is var judgement && judgement is Judgement.Due due
            ? Leaving.Of(charge.Stands, due, DateOnly.FromDateTime(at.UtcDateTime), charge.ClosedThrough, _view)
            : judgement;
    }

    private void Work(ChargeState charge)
    {
        var (judgement, item) = (Evaluate(charge), charge.Item);
        (charge.EncounterFacts, charge.Wait, charge.Item) = (_encounters.Of(charge.Current!.Encounter).Facts, null, null);
        switch (judgement)
        {
            case Judgement.Refused:
                Settle(charge, Place.DeadLettered);
                break;
            case Judgement.Nothing nothing:
                var first = nothing.IsMoney && charge.Stands is null && charge.Counts.GetValueOrDefault(Place.Posted) == 0;
                Settle(charge, charge.WorkedPlace != Place.None ? charge.WorkedPlace : first ? Place.Posted : Place.ZeroDelta);
                break;
            case Judgement.Sends { Held: true } held:
                charge.Status = Standing.Held;
                charge.Item = item?.IsAbout(charge.Current!.Version, held, charge.Stands) == true
                    ? item
                    : new HeldItem(++charge.Items, charge.Current!.Version, held, charge.Stands);
                break;
            case Judgement.Sends sends:
                Send(charge, sends.Entry);
                break;
            default:
                (charge.Status, charge.Wait) = (Standing.Parked, judgement);
                break;
        }
    }

    private static void Send(ChargeState charge, Entry entry)
    {
        charge.Sent.Add(entry);
        (charge.Pending, charge.Status) = (entry, Standing.InFlight);
    }

    private static void Settle(ChargeState charge, Place place)
    {
        charge.Count(place);
        (charge.Worked, charge.WorkedPlace, charge.Current) = (charge.Current, place, null);
        charge.Status = place == Place.DeadLettered ? Standing.DeadLettered : Standing.Settled;
    }
}
