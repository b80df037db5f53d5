using Syntra.Contracts;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Fusion;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Runs;
using Syntra.Simulation.Setup;
using Syntra.Streams.State;
using Syntra.Topology.Pipeline;

namespace Syntra.Simulation.Checks;

/// <summary>Compares the product with the oracle: what left, what stands in Fusion, and where every record is counted.</summary>
internal sealed class OracleChecks(World world, Findings findings)
{
    private readonly Dictionary<(string, string, string), decimal> _expected = [];
    private readonly Dictionary<string, ReviewItem> _last = new(StringComparer.Ordinal);
    private readonly List<string> _held = [];
    private readonly List<ChargeState> _charges = [];
    private Dictionary<string, (int Number, string Hash)> _items = [];

    /// <summary>Every charge as the oracle has it at the end.</summary>
    public IReadOnlyList<ChargeState> Charges => _charges;

    public void Run()
    {
        _items = Items();
        var broadcasts = new BroadcastOracle();
        for (var p = 0; p < world.Broker.Partitions; p++)
        {
            foreach (var fact in world.Streams.Partitions[p].Facts)
            {
                broadcasts.Take(fact);
            }

            Partition(p);
        }

        var open = _last.Values.Where(i => i.Status == ReviewStatus.Open).Select(i => i.RecordId).Order(StringComparer.Ordinal);
        findings.Expect(string.Join(' ', _held.Order(StringComparer.Ordinal)), string.Join(' ', open), $"held");
        Broadcasts(broadcasts);
        Ledger();
    }

    private void Partition(int number)
    {
        var (topics, facts) = (world.Host.Topics, world.Streams.Partitions[number].Facts);
        var sent = new Dictionary<string, List<JournalInstruction>>(StringComparer.Ordinal);
        var attempts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var record in world.Broker.Of(topics.Journal, number))
        {
            var instruction = world.Host.InstructionOf(record);
            (sent.TryGetValue(instruction.RecordId, out var list) ? list : sent[instruction.RecordId] = []).Add(instruction);
            if (!attempts.TryAdd(instruction.IdempotencyKey, sent[instruction.RecordId].Count))
            {
                findings.Add($"record {instruction.RecordId}: instruction {instruction.IdempotencyKey} left twice");
            }
        }

        var oracle = new PartitionOracle(attempts, _items);
        var forms = new FormsTaken(world.Counts, oracle, isFirstPartition: number == 0);
        foreach (var fact in facts)
        {
            forms.Take(fact);
        }

        forms.Finish();

        foreach (var (key, amount) in oracle.Ledger)
        {
            _expected[key] = _expected.GetValueOrDefault(key) + amount;
        }

        var store = world.Streams.Partitions[number].Tasks.GetStore<IReadOnlyKeyValueStore<string, PostedCharge>>(ChargePipeline.PostedStore);
        foreach (var charge in oracle.Charges.Values)
        {
            _charges.Add(charge);
            Sent(charge, sent.GetValueOrDefault(charge.Id) ?? []);
            Counted(charge, store.Get(charge.Id));
        }

        findings.Expect(oracle.Charges.Count, (int)store.ApproximateCount, $"charges in partition {number}");
        Accounts(number);
        Queues(number, oracle);
    }

    /// <summary>Rows of encounters, of their combines and of those of persons have accounts of their own.</summary>
    private void Accounts(int number)
    {
        var (topics, tasks) = (world.Host.Topics, world.Streams.Partitions[number].Tasks);
        var encounters = tasks.GetStore<IReadOnlyKeyValueStore<string, EncounterRecord>>(ChargePipeline.EncounterRecordStore).All().Select(e => e.Value).ToList();
        findings.Expect(
            world.Broker.Of(topics.RawEncounter, number).Count + world.Broker.Of(topics.RawEncounterCombine, number).Count, (int)encounters.Sum(e => e.Received), $"encounter rows received in partition {number}");
        findings.Expect(encounters.Sum(e => e.Received), encounters.Sum(e => e.Applied + e.ZeroDelta + e.Stale), $"encounter rows accounted for in partition {number}");
        var persons = tasks.GetStore<IReadOnlyKeyValueStore<string, SourceRowAccount>>(ChargePipeline.PersonCombineStore).All().Select(e => e.Value).ToList();
        findings.Expect(world.Broker.Of(topics.RawPersonCombine, number).Count, (int)persons.Sum(p => p.Received), $"person combines received in partition {number}");
        findings.Expect(persons.Sum(p => p.Received), persons.Sum(p => p.Applied + p.ZeroDelta + p.Stale), $"person combines accounted for in partition {number}");
    }

    private Dictionary<string, (int Number, string Hash)> Items()
    {
        var items = new Dictionary<string, (int, string)>(StringComparer.Ordinal);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var record in Everywhere(world.Host.Topics.Review).OrderBy(r => r.Sequence))
        {
            var item = ItemOf(record);
            _last[record.Key] = item;
            if (!items.ContainsKey(item.ItemId))
            {
                items[item.ItemId] = (counts[item.RecordId] = counts.GetValueOrDefault(item.RecordId) + 1, item.FactsHash);
            }
        }

        return items;
    }

    private ReviewItem ItemOf(Log.LogRecord record) => world.Host.Serdes.Review.Deserialize(world.Host.Topics.Review, record.Value!);

    private IEnumerable<Log.LogRecord> Everywhere(string topic) => Enumerable.Range(0, world.Broker.Partitions).SelectMany(p => world.Broker.Of(topic, p));

    private void Sent(ChargeState charge, List<JournalInstruction> actual)
    {
        findings.Expect(charge.Sent.Count, actual.Count, $"record {charge.Id}: instructions");
        foreach (var (expected, instruction) in charge.Sent.Zip(actual))
        {
            var entry = new Entry(
                instruction.Ledger, instruction.Facility, instruction.Lines[0].Rule,
                [.. instruction.Lines.Select(l => new Line(
                    l.Role, string.Join('-', l.Segments), (l.Debit ?? 0) - (l.Credit ?? 0), l.AccountingDate, l.Period, l.OriginalPeriod))]);
            if (!IsSame(expected, entry))
            {
                findings.Add($"record {charge.Id}: instruction of version {instruction.SourceVersion}: by the rules {Text(expected)}, but {Text(entry)}");
            }
        }
    }

    private void Counted(ChargeState charge, PostedCharge? actual)
    {
        if (actual is null)
        {
            findings.Add($"record {charge.Id} is unknown to the watermark table");
            return;
        }

        var open = charge.Current is null ? 0 : 1;
        findings.Expect(
            (charge.Received, charge.Counts.GetValueOrDefault(Place.Posted), charge.Counts.GetValueOrDefault(Place.ZeroDelta), charge.Counts.GetValueOrDefault(Place.Stale),
                charge.Counts.GetValueOrDefault(Place.DeadLettered), open + charge.Waiting.Count),
            (actual.Received, actual.Applied, actual.ZeroDelta, actual.Stale, actual.DeadLettered, (actual.Current is null ? 0 : 1) + actual.Waiting.Count),
            $"record {charge.Id}: (received, posted, zero-delta, stale, dead-lettered, open)");
        findings.Expect(StatusOf(charge), actual.Status, $"record {charge.Id}: status");
        findings.Expect(
            charge.Received,
            charge.Counts.Values.Sum() + open + charge.Waiting.Count, $"record {charge.Id}: sum of the oracle's own places");
    }

    /// <summary>The queues that people see hold exactly what is parked or held.</summary>
    private void Queues(int partition, PartitionOracle oracle)
    {
        var parked = Last(world.Host.Topics.Parked, partition).Where(r => r.Value is not null).Select(r => r.Key).Order(StringComparer.Ordinal);
        var waiting = oracle.Charges.Values.Where(c => c.Status == Standing.Parked).Select(c => c.Id).Order(StringComparer.Ordinal);
        findings.Expect(string.Join(' ', waiting), string.Join(' ', parked), $"parked in partition {partition}");
        _held.AddRange(oracle.Charges.Values.Where(c => c.Status == Standing.Held).Select(c => c.Id));
        var taken = world.Broker.Of(world.Host.Topics.RawCharge, partition).Count + world.Broker.Of(world.Host.Topics.RawDelete, partition).Count;
        findings.Expect(taken, (int)oracle.Charges.Values.Sum(c => c.Received), $"versions received in partition {partition}");
    }

    private IEnumerable<Log.LogRecord> Last(string topic, int partition) =>
        world.Broker.Of(topic, partition).GroupBy(r => r.Key, StringComparer.Ordinal).Select(g => g.Last());

    private void Broadcasts(BroadcastOracle oracle)
    {
        for (var p = 0; p < world.Broker.Partitions; p++)
        {
            var actual = world.Broker.Of(world.Host.Topics.Encounter, p).Select(r => world.Host.EncounterOf(r))
                .GroupBy(s => s.Encounter, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Select(s => new Broadcast(s.Version, s.Cancelled, s.CombinedInto, s.OrganizationId)).ToList(), StringComparer.Ordinal);
            foreach (var encounter in oracle.Sent.Keys.Union(actual.Keys))
            {
                var (due, sent) = (oracle.Sent.GetValueOrDefault(encounter) ?? [], actual.GetValueOrDefault(encounter) ?? []);
                if (!due.SequenceEqual(sent))
                {
                    findings.Add($"encounter {encounter}: broadcasts in partition {p}: by the rules {string.Join("; ", due)}, but {string.Join("; ", sent)}");
                }
            }
        }
    }

    private void Ledger()
    {
        var ids = Hospital.Ledgers.ToDictionary(l => l.Name, l => l.Id, StringComparer.Ordinal);
        var expected = _expected.ToDictionary(e => new BalanceKey(ids[e.Key.Item1], e.Key.Item2, e.Key.Item3), e => e.Value);
        foreach (var key in expected.Keys.Union(world.Fusion.Books.Balances.Keys))
        {
            findings.Expect(expected.GetValueOrDefault(key), world.Fusion.Books.Balances.GetValueOrDefault(key), $"balance of {key.Account} in {key.Period}");
        }
    }

    private static ChargeStatus StatusOf(ChargeState charge) => charge.Status switch
    {
        Standing.InFlight => ChargeStatus.InFlight,
        Standing.Parked => ChargeStatus.Parked,
        Standing.Held => ChargeStatus.Held,
        Standing.DeadLettered => ChargeStatus.DeadLettered,
        _ => charge.Stands is null ? ChargeStatus.NothingDue : ChargeStatus.Posted,
    };

    private static bool IsSame(Entry expected, Entry actual) =>
        (expected.Ledger, expected.Facility, expected.Rule) == (actual.Ledger, actual.Facility, actual.Rule) && expected.Lines.SequenceEqual(actual.Lines);

    private static string Text(Entry entry) => FormattableString.Invariant(
        $"{entry.Ledger}, {entry.Facility}, {entry.Rule}: {string.Join("; ", entry.Lines.Select(l => FormattableString.Invariant($"{l.Role} {l.Account} {l.Amount:0.00} {l.Date:yyyy-MM-dd} {l.Period} ({l.OriginalPeriod})")))}");
}
