namespace Syntra.Cerner.Millennium;

/// <summary>
/// How far a keyset has been read. It means: every row up to (UpdatedAt, RowId) that was committed when the database's clock showed
/// PolledAt has been dealt with.
/// </summary>
/// <param name="UpdatedAt">UPDT_DT_TM of the last row, UTC.</param>
/// <param name="RowId">Its primary key as the database gave it: an integer, or whatever else the row holds.</param>
/// <param name="PolledAt">The database's clock when it was read, UTC.</param>
internal sealed record KeysetPosition(DateTime UpdatedAt, object RowId, DateTime PolledAt)
{
    internal static readonly KeysetPosition Beginning = new(DateTime.UnixEpoch.AddYears(-200), long.MinValue, DateTime.MaxValue);

    /// <summary>
    /// Where the next scan starts, exclusive. Rows are stamped before they are committed, so a transaction that was open at the last
    /// poll may have put rows behind the position, none older than the overlap. Where the position itself is older than that, as in a
    /// backlog or on a quiet site, nothing can have come in behind it and the scan goes straight on.
    /// </summary>
    internal (DateTime Time, object Id) NextStart(DateTime now, TimeSpan overlap)
    {
        // A clock that was set back (failover, a wrong host) counts from where it stands now.
        var lastSeen = PolledAt < now ? PolledAt : now;
        var floor = lastSeen - overlap;
        return floor < UpdatedAt ? (floor, long.MinValue) : (UpdatedAt, RowId);
    }

    /// <summary>The position after a scan that read everything there was.</summary>
    /// <param name="time">UPDT_DT_TM of the last row that it met; the earliest date where there was none.</param>
    /// <param name="id">Its primary key.</param>
    /// <param name="now">The database's clock.</param>
    internal KeysetPosition AfterAll(DateTime time, object id, DateTime now) => time >= UpdatedAt ? new KeysetPosition(time, id, now) : this with { PolledAt = now };
}
