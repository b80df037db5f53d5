using System.Globalization;
using Syntra.Contracts;
using Syntra.Topology.Encounters;
using Syntra.Topology.Mapping;
using Syntra.Topology.Posting;
using Syntra.Topology.Reconciliation;
using Syntra.Topology.Reference;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Tests.Support;

/// <summary>A line that a model Fusion has in its books.</summary>
internal sealed record BookedLine(string Ledger, string RecordId, JournalLine Line);

/// <summary>
/// The world around the charge machine, for histories: a source that remembers its latest rows, a Fusion that keeps books and closes
/// periods before we know it, and reference data that comes late. Shares nothing with the code under test but the contracts.
/// </summary>
internal sealed partial class World : IReferenceData, IEncounterStates
{
    private readonly ChargeMachine _machine;
    private readonly Dictionary<string, CrosswalkEntry> _crosswalk = new(StringComparer.Ordinal);
    private readonly HashSet<string> _closed = new(StringComparer.Ordinal);
    private LedgerCalendar _known = Sample.Calendar();
    private JournalReceipt? _lastReceipt;
    private long _offset;

    /// <param name="rules">Instead of <c>CHG,1,...</c>: the columns of the rule from rule_id to crosswalk_change, for both ledgers.</param>
    public World(string? rules = null)
    {
        _machine = new ChargeMachine(Sample.Tenant, this, this, Guard.Tokens);
        foreach (var entry in TwoLedgers.Entries)
        {
            _crosswalk[CrosswalkTables.Key(entry.Table, entry.Code)] = entry;
        }

        if (rules is not null)
        {
            PublishRules(rules);
        }
    }

    /// <summary>The sample workbook with a second ledger, in which facility 104 keeps its books.</summary>
    public static CompiledWorkbook TwoLedgers { get; } = Sample.Compile([.. Sample.Files.Select(f => f.Name switch
    {
        "ledgers.csv" => f with { Text = f.Text + "Harbor Health US,300000000000222,300000000000223,facility:3-account:5-department:4,USD,S,C,12000,0000,1970-01-01,\n" },
        "facilities.csv" => f with { Text = f.Text + "104,Harbor Health US,Harbor BU,104,America/New_York,1970-01-01,\n" },
        "rules.csv" => f with { Text = f.Text + "Harbor Health US,charge,CHG,1,REVERSE_AND_REPOST,POST,POST,POST,NONE,NONE,ANY,NONE,NO,NEXT_VERSION,1970-01-01,\n" },
        _ => f,
    })]);

    public Dictionary<string, PostedCharge> States { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, RawCharge> Source { get; } = new(StringComparer.Ordinal);

    public List<JournalInstruction> InFlight { get; } = [];

    public List<BookedLine> Books { get; } = [];

    public List<DeadLetter> DeadLetters { get; } = [];

    public Dictionary<string, ParkedCharge> Parked { get; } = new(StringComparer.Ordinal);

    public CrosswalkEntry? Crosswalk(string table, string code) => _crosswalk.GetValueOrDefault(CrosswalkTables.Key(table, code));

    public LedgerCalendar? Calendar(string ledger) => HasCalendars ? _known with { Ledger = ledger } : null;

    /// <summary>False until the first calendars have come from Fusion.</summary>
    public bool HasCalendars { get; set; } = true;

    public void Receive(RawCharge raw)
    {
        if (!Source.TryGetValue(raw.ChargeItemId.Value(), out var latest) || latest.SourceVersion < raw.SourceVersion)
        {
            Source[raw.ChargeItemId.Value()] = raw;
        }

        Apply(raw.ChargeItemId.Value(), _machine.Received(raw.ChargeItemId.Value(), States.GetValueOrDefault(raw.ChargeItemId.Value()), Sample.Received(raw, _offset++)));
    }

    /// <summary>Fusion answers one of the instructions in flight, by its own books and periods.</summary>
    public void Answer(int index)
    {
        var instruction = InFlight[index];
        InFlight.RemoveAt(index);
        var code = Judge(instruction);
        if (code is null)
        {
            Books.AddRange(instruction.Lines.Select(l => new BookedLine(instruction.Ledger, instruction.RecordId, l)));
        }

        _lastReceipt = Sample.Receipt(instruction, code);
        Deliver(_lastReceipt);
    }

    public void RepeatLastReceipt()
    {
        if (_lastReceipt is not null)
        {
            Deliver(_lastReceipt);
        }
    }

    public IReadOnlyCollection<string> Closed => _closed;

    public void CloseInFusion(string period) => _closed.Add(period);

    public void ReopenInFusion(string period)
    {
        _closed.Remove(period);
        RefreshCalendar();
    }

    public void Unpublish(string table, string code) => _crosswalk.Remove(CrosswalkTables.Key(table, code));

    public void RefreshCalendar() => _known = Sample.Calendar([.. _closed]);

    public void Publish(string table, string code, params IReadOnlyCollection<(string Column, string Value)> values) =>
        _crosswalk[CrosswalkTables.Key(table, code)] = new CrosswalkEntry
        {
            Table = table,
            Code = code,
            WorkbookVersion = "later",
            Rows = [new CrosswalkRow { ValidFrom = new DateOnly(1970, 1, 1), Values = values.ToDictionary(v => v.Column, v => v.Value, StringComparer.Ordinal) }],
        };

    /// <summary>What the punctuation does.</summary>
    public void Look()
    {
        foreach (var (id, state) in States.Where(s => s.Value.Status == ChargeStatus.Parked).ToList())
        {
            if (MissingRow.Parse(state.Missing!).IsThere(this))
            {
                Apply(id, _machine.RowArrived(state));
            }
        }
    }

    /// <summary>Answers everything until nothing moves.</summary>
    public void Drain()
    {
        RefreshCalendar();
        do
        {
            while (InFlight.Count > 0)
            {
                Answer(0);
            }

            Look();
        }
        while (InFlight.Count > 0);
    }

    public IReadOnlyList<ControlTotalInput> SourceTotals() =>
        [.. Source.Values.Where(r => !Gone.Contains(r.ChargeItemId.Value())).Select(Effective).Select(r => ControlTotalInput.FromText(
            r.OrganizationId, r.ProcessFlag, r.Active, r.ServiceAt?.Value(), 1,
            decimal.TryParse(r.ExtendedPrice, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount : 0m))];

    public IReadOnlyList<FusionBalance> Balances() =>
        [.. Books.Where(b => b.Line.Segments.Contains("12000"))
            .GroupBy(b => (b.Ledger, Segment: b.Line.Segments[0], b.Line.Period))
            .Select(g => new FusionBalance(g.Key.Ledger, g.Key.Segment, g.Key.Period, g.Sum(b => (b.Line.Debit ?? 0) - (b.Line.Credit ?? 0))))];

    public ReconciliationReport Reconcile() =>
        ReconciliationCalculator.Calculate(SourceTotals(), States.Values, Balances(), this, Sample.ReadAt);

    private string? Judge(JournalInstruction instruction)
    {
        string[] codes =
        [
            .. instruction.Lines.Any(l => _closed.Contains(l.Period)) ? ["EP01"] : Array.Empty<string>(),
            .. instruction.Lines.Any(l => l.Segments.Contains("49999")) ? ["EF04"] : Array.Empty<string>(),
        ];
        return codes.Length == 0 ? null : string.Join(',', codes);
    }

    private void Deliver(JournalReceipt receipt) =>
        Apply(receipt.RecordId, _machine.Answered(States.GetValueOrDefault(receipt.RecordId), receipt, 0, 0));

    private void Apply(string id, Transition transition)
    {
        if (transition.State is not null)
        {
            States[id] = transition.State;
        }

        foreach (var output in transition.Outputs)
        {
            switch (output)
            {
                case PostingOutput.Post post:
                    InFlight.Add(post.Instruction);
                    break;
                case PostingOutput.Refuse refuse:
                    DeadLetters.Add(refuse.Letter);
                    break;
                case PostingOutput.Park park:
                    Parked[id] = park.Parked;
                    break;
                case PostingOutput.Review review:
                    Reviews[Syntra.Topology.Pipeline.ReviewKey.Of(review.Item)] = review.Item;
                    break;
                default:
                    Parked.Remove(id);
                    break;
            }
        }
    }

    /// <summary>The books line by line, in an order that does not depend on when they were written.</summary>
    public IReadOnlyList<string> BooksAsText() =>
        [.. Books.Select(b => string.Create(
            CultureInfo.InvariantCulture,
            $"{b.Ledger} {b.RecordId} {b.Line.Key} {b.Line.Role} {b.Line.AccountingDate:o} {b.Line.Period} {b.Line.OriginalPeriod} {string.Join('-', b.Line.Segments)} {b.Line.Debit:0.00} {b.Line.Credit:0.00}")).Order(StringComparer.Ordinal)];
}
