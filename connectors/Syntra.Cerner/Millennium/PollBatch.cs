using Syntra.Contracts;

namespace Syntra.Cerner.Millennium;

/// <summary>What one poll found, before anything of it is written.</summary>
/// <param name="PolledAt">The database's clock, read before the snapshot was taken.</param>
/// <param name="Scans">How far each keyset was scanned.</param>
/// <param name="Charges">Charge versions that are not in the raw topic yet.</param>
/// <param name="Rows">Rows that are records of their own and not in their raw topics yet.</param>
/// <param name="RowsScanned">Rows that the scans returned.</param>
/// <param name="Duplicates">Charge versions that were read again and are in the raw topic already.</param>
/// <param name="More">Whether a scan stopped at its limit with rows left.</param>
internal sealed record PollBatch(
    DateTime PolledAt, IReadOnlyDictionary<Keyset, KeysetScan> Scans, IReadOnlyList<ReadCharge> Charges, IReadOnlyList<ReadRow> Rows, int RowsScanned, int Duplicates, bool More);

/// <summary>One keyset's part of a poll.</summary>
internal sealed record KeysetScan(KeysetPosition Position, IReadOnlyList<(ChangedRow Row, DateTime Time)> NewRows);

/// <summary>A charge as read, its token, and the times by which later scans would meet it again.</summary>
internal sealed record ReadCharge(RawCharge Raw, string Token, DateTime ChargeTime, DateTime JoinedTime);
