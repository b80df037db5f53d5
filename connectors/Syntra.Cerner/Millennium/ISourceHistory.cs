using Syntra.Contracts;

namespace Syntra.Cerner.Millennium;

/// <summary>What a record in a raw topic tells without being opened.</summary>
/// <param name="Name">Token of its charge, or the event id of a row that is a record of its own.</param>
/// <param name="Version">Its source version.</param>
/// <param name="Time">Latest UPDT_DT_TM of its rows, UTC.</param>
internal readonly record struct WrittenRecord(string Name, long Version, DateTime Time);

/// <summary>What an earlier instance of the source has committed.</summary>
internal interface ISourceHistory
{
    /// <summary>The last watermark of each stream.</summary>
    IReadOnlyCollection<SourceWatermark> Watermarks(CancellationToken ct);

    /// <summary>Raw charges whose time is this or later; others may be among them.</summary>
    void Charges(DateTime since, Action<WrittenRecord> each, CancellationToken ct);

    /// <summary>The same of rows that are records of their own.</summary>
    void Rows(DateTime since, Action<WrittenRecord> each, CancellationToken ct);
}
