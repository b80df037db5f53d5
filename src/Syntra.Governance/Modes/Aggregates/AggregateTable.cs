namespace Syntra.Governance.Modes.Aggregates;

/// <summary>One cell of an aggregate.</summary>
/// <param name="Dimensions">What it is of, for example facility, account, period.</param>
/// <param name="Count">How many records.</param>
/// <param name="Amount">Their sum.</param>
public sealed record AggregateCell(IReadOnlyList<string> Dimensions, long Count, decimal Amount);

/// <summary>
/// The only way out of a domain in aggregate-only mode: cells of at least a threshold of records; smaller ones are pooled into one,
/// and where the pool itself is smaller, or hides a single cell, the next smallest cells join it, so that no total gives one away.
/// </summary>
public sealed class AggregateTable
{
    /// <summary>What the pooled cell says in each dimension.</summary>
    public const string Pooled = "*";

    private readonly Dictionary<string, (string[] Dimensions, long Count, decimal Amount)> _cells = new(StringComparer.Ordinal);
    private readonly int _dimensions;
    private readonly int _threshold;

    /// <summary>An empty table.</summary>
    /// <param name="dimensions">How many dimensions a record has.</param>
    /// <param name="threshold">Fewest records of a cell. Default 11.</param>
    public AggregateTable(int dimensions, int threshold = 11)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 2);
        (_dimensions, _threshold) = (dimensions, threshold);
    }

    /// <summary>Counts one record.</summary>
    public void Add(ReadOnlySpan<string> dimensions, decimal amount)
    {
        if (dimensions.Length != _dimensions)
        {
            throw new ArgumentException($"A record of this table has {_dimensions} dimensions.", nameof(dimensions));
        }

        var key = string.Join('\u001f', dimensions!);
        var cell = _cells.GetValueOrDefault(key, (dimensions.ToArray(), 0, 0m));
        _cells[key] = (cell.Dimensions, cell.Count + 1, cell.Amount + amount);
    }

    /// <summary>What may leave; the sums over all cells are those of all records. Nothing leaves where all records together are too few.</summary>
    public IReadOnlyList<AggregateCell> Cells()
    {
        var bySize = _cells.Values.OrderBy(c => c.Count).ThenBy(c => string.Join('\u001f', c.Dimensions), StringComparer.Ordinal).ToList();
        var pooled = 0;
        var count = 0L;
        while (pooled < bySize.Count && (bySize[pooled].Count < _threshold || (pooled > 0 && (count < _threshold || pooled == 1))))
        {
            count += bySize[pooled++].Count;
        }

        var cells = bySize.Skip(pooled).Select(c => new AggregateCell(c.Dimensions, c.Count, c.Amount)).ToList();
        if (pooled > 0 && count >= _threshold)
        {
            cells.Add(new AggregateCell([.. Enumerable.Repeat(Pooled, _dimensions)], count, bySize.Take(pooled).Sum(c => c.Amount)));
        }

        return [.. cells.OrderBy(c => string.Join('\u001f', c.Dimensions), StringComparer.Ordinal)];
    }
}
