using System.Data.Common;
using System.Globalization;

namespace Syntra.Cerner.Millennium;

/// <summary>One CHARGE_MOD row of a charge.</summary>
internal sealed record ChargeModRow(
    string ChargeItemId, long UpdateCount, object UpdatedAt, bool Active, string? Code, long Priority, long Id, string? TypeMeaning, string? ScheduleMeaning)
{
    internal static ChargeModRow Read(DbDataReader row) => new(
        ExactText.Id(row.GetValue(ChargeSql.ModChargeItemId)) ?? "",
        Number(row.GetValue(ChargeSql.ModUpdateCount)),
        row.GetValue(ChargeSql.ModUpdatedAt),
        IsOne(row.GetValue(ChargeSql.ModActiveInd)),
        ExactText.Of(row.GetValue(ChargeSql.ModCode)),
        Number(row.GetValue(ChargeSql.ModPriority)),
        Number(row.GetValue(ChargeSql.ModId)),
        ExactText.Of(row.GetValue(ChargeSql.ModTypeMeaning)),
        ExactText.Of(row.GetValue(ChargeSql.ModScheduleMeaning)));

    /// <summary>An indicator column: only 1 means yes.</summary>
    internal static bool IsOne(object value) => ExactText.Id(value) == "1";

    /// <summary>A counter or sequence; what is no number counts as 0.</summary>
    internal static long Number(object value) =>
        long.TryParse(ExactText.Id(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
