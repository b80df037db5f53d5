namespace Syntra.Cerner.Millennium;

/// <summary>A row that is a record of its own.</summary>
/// <param name="Keyset">The table that it was read from.</param>
/// <param name="Value">Its contract.</param>
/// <param name="Key">Key of the record: a token, or the id of a combine.</param>
/// <param name="EventId">Names the row without naming anybody; what is written once is known by it and the version.</param>
/// <param name="Version">UPDT_CNT.</param>
/// <param name="UpdatedAt">UPDT_DT_TM, UTC.</param>
internal sealed record ReadRow(Keyset Keyset, object Value, string Key, string EventId, long Version, DateTime UpdatedAt);
