namespace Syntra.Cerner.Millennium;

/// <summary>Counts and sums straight from the source, which the books are held against.</summary>
public interface IControlTotals
{
    /// <summary>All charges at one moment, grouped; groups in no particular order.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be read.</exception>
    Task<IReadOnlyList<ControlTotal>> ReadAsync(CancellationToken ct = default);
}

/// <summary>One group of charges. Every text has the form that the raw record of such a charge has.</summary>
/// <param name="OrganizationId">Facility of the encounter; null where the charge has no encounter, or none that is found.</param>
/// <param name="ProcessFlag">PROCESS_FLG.</param>
/// <param name="Active">ACTIVE_IND is 1.</param>
/// <param name="ServiceAt">SERVICE_DT_TM as UTC, <c>yyyy-MM-ddTHH:mm:ssZ</c>, or the text as read.</param>
/// <param name="Count">Charges.</param>
/// <param name="Amount">Sum of ITEM_EXTENDED_PRICE, signed and exact; prices that are null or no number add nothing.</param>
public sealed record ControlTotal(string? OrganizationId, string? ProcessFlag, bool Active, string? ServiceAt, long Count, decimal Amount);
