namespace Syntra.Cerner.Millennium;

/// <summary>Scans the keysets whose rows are records of their own, by the same positions and overlap as the charges.</summary>
internal sealed class RowScanner(Database database, IMillenniumDialect dialect, MillenniumSourceOptions options)
{
    private readonly KeysetScanner _scanner = new(database, dialect, options);
    private readonly RowReader _reader = new(database, dialect, options);

    internal bool More => _scanner.More;

    /// <summary>The rows that are not written yet; how far each keyset was scanned is added to the scans.</summary>
    internal async Task<List<ReadRow>> ReadAsync(SourceProgress progress, Dictionary<Keyset, KeysetScan> scans, CancellationToken ct)
    {
        var rows = new List<ReadRow>();
        foreach (var keyset in Keyset.Rows)
        {
            var changed = new HashSet<object>();
            scans[keyset] = await _scanner.ScanAsync(keyset, progress, changed, ct).ConfigureAwait(false);
            foreach (var row in await _reader.ReadAsync(keyset, changed, ct).ConfigureAwait(false))
            {
                if (!progress.WrittenRows.Contains(row.EventId, row.Version))
                {
                    rows.Add(row);
                }
            }
        }

        return rows;
    }
}
