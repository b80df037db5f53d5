using System.Globalization;
using System.Text;
using Syntra.Fusion.Rest;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Fusion;

/// <summary>GL_INTERFACE and Journal Import: a group is taken whole, one batch for each period, or refused whole and left where it is.</summary>
internal sealed class FusionImport
{
    /// <summary>What the delivery calls it when a load fails and names no record.</summary>
    public const string LoadFailed = "LOAD-ERROR";

    private const string PeriodNotOpen = "EP01";
    private const string ImportFailed = "IMPORT-ERROR";

    private readonly Dictionary<long, List<InterfaceRow>> _groups = [];
    private long _lastBatch;

    /// <summary>What this Fusion really had against instructions: for each, the codes of all its lines in one run, or that a whole job failed.</summary>
    public HashSet<(string InstructionKey, string Codes)> Refusals { get; } = [];

    /// <summary>Charges of which Fusion refused a line for good.</summary>
    public List<string> RefusedRecords { get; } = [];

    public void Refused(IEnumerable<InterfaceRow> rows, string codes)
    {
        foreach (var row in rows)
        {
            Refusals.Add((row.InstructionKey, codes));
        }
    }

    /// <summary>The job ends in error and says nothing; the rows stay.</summary>
    public EssStatus Fail(FusionJob job)
    {
        Refused(_groups.GetValueOrDefault(GroupOf(job)) ?? [], ImportFailed);
        return EssStatus.Error;
    }

    public void Add(IReadOnlyList<InterfaceRow> rows)
    {
        foreach (var row in rows)
        {
            (_groups.TryGetValue(row.Group, out var list) ? list : _groups[row.Group] = []).Add(row);
        }
    }

    public EssStatus Run(FusionJob job, FusionBooks books)
    {
        var group = GroupOf(job);
        if (!_groups.TryGetValue(group, out var rows) || rows.Count == 0)
        {
            job.Report = "Rows read: 0\nThere were no rows to import for this ledger, source and group. No rows were processed.\n\nError Key\n---------\n" + Legend;
            return EssStatus.Warning;
        }

        var ledger = Hospital.Ledgers.First(l => l.Id == job.Arguments[2]);
        var errors = rows.Select((row, i) => (Number: i + 1, row.Key, row.InstructionKey, row.Record, Codes: Check(row, ledger, books))).Where(e => e.Codes.Length > 0).ToList();
        if (errors.Count > 0)
        {
            foreach (var instruction in errors.GroupBy(e => e.InstructionKey, StringComparer.Ordinal))
            {
                Refusals.Add((instruction.Key, string.Join(',', instruction.SelectMany(e => e.Codes.Split(',')).Distinct().Order(StringComparer.Ordinal))));
            }

            RefusedRecords.AddRange(errors.Where(e => e.Codes != PeriodNotOpen).Select(e => e.Record));
            var report = new StringBuilder("Error Lines\n-----------\n");
            foreach (var (number, key, _, _, codes) in errors)
            {
                report.Append(CultureInfo.InvariantCulture, $"{number} {key} {codes} refused\n");
            }

            job.Report = report.Append("\nError Key\n---------\n").Append(Legend).ToString();
            return EssStatus.Warning;
        }

        _groups.Remove(group);
        foreach (var batch in rows.GroupBy(r => (r.Reference1, Period: PeriodOf(r, ledger)!.Name)))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{batch.Key.Reference1} {Hospital.JournalSource} A {group} {job.Id} {++_lastBatch} N");
            books.Batches.Add(new BookedBatch(_lastBatch, name, group, ledger.Id, batch.Key.Period, [.. batch.Select(r => Booked(r, batch.Key.Period))]));
        }

        return EssStatus.Succeeded;
    }

    private const string Legend = "EP01 Period is not open\nEF04 Segment value does not exist\nEU02 Unbalanced\n";

    private static long GroupOf(FusionJob job) => long.Parse(job.Arguments[3], CultureInfo.InvariantCulture);

    private static BookedLine Booked(InterfaceRow row, string period) => new(
        row.Key, row.Record, row.Version, row.Role, row.OriginalPeriod, row.InstructionKey, row.LedgerId, period, string.Join('-', row.Segments), row.Debit - row.Credit);

    private static string Check(InterfaceRow row, SimLedger ledger, FusionBooks books)
    {
        var isOpen = PeriodOf(row, ledger) is { } period && books.StatusOf(ledger.Id, period.Name) == "O";
        var isKnown = !row.Segments.Contains(Hospital.RefusedAccount, StringComparer.Ordinal);
        return (isOpen, isKnown) switch
        {
            (true, true) => "",
            (false, true) => PeriodNotOpen,
            (true, false) => "EF04",
            _ => "EP01,EF04",
        };
    }

    private static SimPeriod? PeriodOf(InterfaceRow row, SimLedger ledger) =>
        ledger.Periods.FirstOrDefault(p => !p.Adjustment && p.Start <= row.Date && row.Date <= p.End);
}
