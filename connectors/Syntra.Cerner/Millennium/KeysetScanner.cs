namespace Syntra.Cerner.Millennium;

/// <summary>Walks the rows of one keyset that are new since its position, page by page, and names the charges they affect.</summary>
internal sealed class KeysetScanner(Database database, IMillenniumDialect dialect, MillenniumSourceOptions options)
{
    private static readonly string ChargesOfEncounters =
        $"SELECT CHARGE_ITEM_ID FROM CHARGE WHERE ENCNTR_ID IN ({IdBatches.Placeholders})";

    internal int RowsScanned { get; private set; }

    internal bool More { get; private set; }

    /// <summary>Scans up to the limit of affected charges, which only rows that were not dealt with before count against.</summary>
    internal async Task<KeysetScan> ScanAsync(Keyset keyset, SourceProgress progress, HashSet<object> affected, CancellationToken ct)
    {
        var position = progress.Position(keyset, database.Now);
        var (time, id) = position.NextStart(database.Now, options.Overlap);
        var (rawTime, rawId) = (dialect.ToParameter(time), id);
        var newRows = new List<(ChangedRow, DateTime)>();
        var limit = affected.Count + options.MaxChargesPerPoll;
        var furthest = (Time: DateTime.MinValue, Id: (object)long.MinValue);
        while (true)
        {
            var page = await ReadPageAsync(keyset, rawTime, rawId, ct).ConfigureAwait(false);
            foreach (var batch in page.Chunk(IdBatches.Size))
            {
                var fresh = Fresh(progress.Scanned(keyset), batch);
                newRows.AddRange(fresh);
                await AddAffectedAsync(keyset, fresh, affected, ct).ConfigureAwait(false);
                (rawTime, rawId) = (batch[^1].RawTime, batch[^1].Id);
                furthest = (TimeOf(batch[^1], furthest.Time), rawId);
                if (affected.Count >= limit)
                {
                    // Rows behind the old position may be unread still, so the position goes back to where the scan stopped.
                    More = true;
                    return new KeysetScan(new KeysetPosition(furthest.Time, furthest.Id, database.Now), newRows);
                }
            }

            if (page.Count < options.PageSize)
            {
                return new KeysetScan(position.AfterAll(furthest.Time, furthest.Id, database.Now), newRows);
            }
        }
    }

    private async Task<List<ChangedRow>> ReadPageAsync(Keyset keyset, object time, object id, CancellationToken ct)
    {
        var page = await database.QueryAsync(
            keyset.ScanSql(dialect),
            [("@time", time), ("@id", id), ("@upTo", dialect.ToParameter(database.Now - options.Lag)), ("@count", options.PageSize)],
            r => new ChangedRow(r.GetValue(0), r.GetValue(1), ExactText.Of(r.GetValue(2)), r.GetValue(3)),
            ct).ConfigureAwait(false);
        RowsScanned += page.Count;
        return page;
    }

    private List<(ChangedRow Row, DateTime Time)> Fresh(ScannedRows scanned, ChangedRow[] rows)
    {
        var fresh = new List<(ChangedRow, DateTime)>();
        foreach (var row in rows)
        {
            var time = TimeOf(row, database.Now);
            if (!scanned.Contains(row, time))
            {
                fresh.Add((row, time));
            }
        }

        return fresh;
    }

    private async Task AddAffectedAsync(
        Keyset keyset, List<(ChangedRow Row, DateTime Time)> fresh, HashSet<object> affected, CancellationToken ct)
    {
        var ids = fresh.Select(f => f.Row.ChargeOrRowId).ToList();
        if (keyset.ChargeColumn is not null)
        {
            affected.UnionWith(ids);
            return;
        }

        foreach (var batch in IdBatches.Of(ids))
        {
            affected.UnionWith(await database.QueryAsync(ChargesOfEncounters, batch, r => r.GetValue(0), ct).ConfigureAwait(false));
        }
    }

    // UPDT_DT_TM is never null and always a date in Millennium; a row that breaks this is dealt with and moves no position.
    private DateTime TimeOf(ChangedRow row, DateTime otherwise) => dialect.TryReadUtc(row.RawTime, out var time) ? time : otherwise;
}
