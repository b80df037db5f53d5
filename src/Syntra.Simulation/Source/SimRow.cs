using Syntra.Cerner.Millennium;
using Syntra.Contracts;

namespace Syntra.Simulation.Source;

/// <summary>A row of one of the source's tables in its last version, and what the connector makes of it.</summary>
/// <param name="Keyset">Its table.</param>
/// <param name="Id">Its primary key.</param>
/// <param name="UpdatedAt">UPDT_DT_TM, stamped before the commit.</param>
/// <param name="Charge">What is read of a CHARGE row; null for the others.</param>
/// <param name="Row">What is read of a row that is a record of its own; null for charges.</param>
/// <param name="Write">Puts its records into their topics.</param>
internal sealed record SimRow(Keyset Keyset, long Id, DateTime UpdatedAt, RawCharge? Charge, ReadRow? Row, Action Write)
{
    /// <summary>UPDT_CNT.</summary>
    public long Version { get; } = Charge?.SourceVersion ?? Row!.Version;

    /// <summary>Key of a charge's record.</summary>
    public string Token { get; init; } = "";

    /// <summary>Polls that take place before its transaction commits.</summary>
    public int Uncommitted { get; set; }
}

/// <summary>The source's tables as a poll sees them: the last version of each row, once its transaction has committed.</summary>
internal sealed class SimTables
{
    private readonly Dictionary<Keyset, List<SimRow>> _rows = new()
    {
        [Keyset.Charge] = [], [Keyset.EncounterRow] = [], [Keyset.EncounterCombine] = [], [Keyset.PersonCombine] = [], [Keyset.Delete] = [],
    };

    private readonly List<SimRow> _open = [];

    /// <summary>The tables that the histories change.</summary>
    public IEnumerable<Keyset> Keysets => _rows.Keys;

    /// <summary>Inserts a row, or updates it.</summary>
    public void Put(SimRow row)
    {
        var rows = _rows[row.Keyset];
        var index = rows.FindIndex(r => r.Id == row.Id);
        if (index >= 0)
        {
            rows.RemoveAt(index);
        }

        // Kept in the order of (UPDT_DT_TM, primary key), which is that of a scan; the clock never goes back.
        var at = rows.Count;
        while (at > 0 && rows[at - 1].UpdatedAt >= row.UpdatedAt && (rows[at - 1].UpdatedAt > row.UpdatedAt || rows[at - 1].Id > row.Id))
        {
            at--;
        }

        rows.Insert(at, row);
        if (row.Uncommitted > 0)
        {
            _open.Add(row);
        }
    }

    /// <summary>The committed rows after a place, in order.</summary>
    public IEnumerable<SimRow> After(Keyset keyset, DateTime time, long id, DateTime upTo)
    {
        var rows = _rows[keyset];
        var first = rows.Count;
        while (first > 0 && (rows[first - 1].UpdatedAt > time || (rows[first - 1].UpdatedAt == time && rows[first - 1].Id > id)))
        {
            first--;
        }

        for (var i = first; i < rows.Count && rows[i].UpdatedAt <= upTo; i++)
        {
            if (rows[i].Uncommitted == 0)
            {
                yield return rows[i];
            }
        }
    }

    /// <summary>A poll is over: open transactions come nearer to their end.</summary>
    public void Polled() => _open.RemoveAll(row => --row.Uncommitted <= 0);

    /// <summary>Every open transaction commits: none stays open for longer than the poller's overlap.</summary>
    public void Commit()
    {
        foreach (var row in _open)
        {
            row.Uncommitted = 0;
        }

        _open.Clear();
    }
}
