namespace Syntra.Cerner.Millennium;

/// <summary>What one poll did.</summary>
/// <param name="PolledAt">The database's clock at the poll, UTC.</param>
/// <param name="RowsScanned">Rows that the keyset scans returned.</param>
/// <param name="RecordsWritten">Raw charges committed.</param>
/// <param name="Duplicates">Charge versions read again and not written again.</param>
/// <param name="More">Whether rows are left that a further poll would read at once.</param>
/// <param name="TotalWritten">Raw records written since the beginning of the stream.</param>
public sealed record PollResult(
    DateTimeOffset PolledAt, int RowsScanned, int RecordsWritten, int Duplicates, bool More, long TotalWritten)
{
    /// <summary>Records of encounters, combines and deletions committed with them.</summary>
    public int OtherRecordsWritten { get; init; }
}
