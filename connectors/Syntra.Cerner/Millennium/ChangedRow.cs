namespace Syntra.Cerner.Millennium;

/// <summary>One row of a keyset scan.</summary>
/// <param name="RawTime">UPDT_DT_TM as read.</param>
/// <param name="Id">Primary key as read.</param>
/// <param name="UpdateCount">UPDT_CNT as text.</param>
/// <param name="ChargeOrRowId">The affected charge, or the row's own id where the charges have to be looked up.</param>
internal readonly record struct ChangedRow(object RawTime, object Id, string? UpdateCount, object ChargeOrRowId);
