using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>What is wrong with one row by itself, and which period it falls into.</summary>
internal sealed class ImportRules(Session session, Ledger ledger)
{
    private readonly HashSet<string>[] _values = LedgerStore.EnabledValues(session, ledger);
    private readonly List<Period> _periods = LedgerStore.Periods(session, ledger.Id);
    private readonly Dictionary<string, bool> _categories = new(StringComparer.Ordinal);

    public Period? PeriodOf(InterfaceRow row) =>
        row.PeriodName is { } name
            ? _periods.Find(p => p.Name == name && p.Covers(row.AccountingDate))
            : _periods.Find(p => !p.Adjustment && p.Covers(row.AccountingDate));

    public IEnumerable<(string Code, string Text)> Check(InterfaceRow row)
    {
        if (CheckPeriod(row) is { } period)
        {
            yield return (period, ImportErrorCode.Text(period));
        }

        if (CheckSegments(row) is { } segment)
        {
            yield return (ImportErrorCode.Segment, segment);
        }

        if (row.Currency != ledger.Currency)
        {
            // The pod knows no conversion rates, so an entered currency can only be the ledger's.
            yield return (ImportErrorCode.Currency, ImportErrorCode.Text(ImportErrorCode.Currency));
        }

        if (row.LedgerName is { } name && name != ledger.Name)
        {
            yield return (ImportErrorCode.Ledger, ImportErrorCode.Text(ImportErrorCode.Ledger));
        }

        if (row.ActualFlag != "A")
        {
            yield return (ImportErrorCode.ActualFlag, ImportErrorCode.Text(ImportErrorCode.ActualFlag));
        }

        if (!IsCategory(row.Category))
        {
            yield return (ImportErrorCode.Category, ImportErrorCode.Text(ImportErrorCode.Category));
        }
    }

    private string? CheckPeriod(InterfaceRow row)
    {
        if (row.PeriodName is { } name && !_periods.Exists(p => p.Name == name))
        {
            return ImportErrorCode.PeriodName;
        }

        return PeriodOf(row) switch
        {
            null => row.PeriodName is null ? ImportErrorCode.Period : ImportErrorCode.PeriodDate,
            { IsEnterable: false } => ImportErrorCode.Period,
            _ => null,
        };
    }

    private string? CheckSegments(InterfaceRow row)
    {
        if (row.Segments.Length != ledger.Segments.Length)
        {
            return $"{row.Segments.Length} segments are given; the chart of accounts has {ledger.Segments.Length}.";
        }

        for (var i = 0; i < row.Segments.Length; i++)
        {
            if (!_values[i].Contains(row.Segments[i]))
            {
                return $"Flexfield value does not exist or is disabled: SEGMENT={ledger.Segments[i]} VALUE={row.Segments[i]}";
            }
        }

        return null;
    }

    private bool IsCategory(string name)
    {
        if (!_categories.TryGetValue(name, out var known))
        {
            _categories[name] = known = LedgerStore.IsCategory(session, name);
        }

        return known;
    }
}
