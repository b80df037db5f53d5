namespace Syntra.Cerner.Millennium;

/// <summary>
/// The version of a charge as the raw topic counts it: UPDT_CNT of the charge in the high bits, the sum of (UPDT_CNT + 1) over its
/// joined rows in the low 24. A joined row that is added or updated makes it grow; a CHARGE_MOD row that is physically deleted would
/// make it shrink, which no poll of UPDT_DT_TM would see either (Millennium inactivates such rows).
/// </summary>
internal static class SourceVersion
{
    private const int JoinedBits = 24;
    private const long JoinedMax = (1L << JoinedBits) - 1;
    private const long ChargeMax = long.MaxValue >> JoinedBits;

    internal static long Of(long chargeUpdates, long joinedUpdates) =>
        (Math.Clamp(chargeUpdates, 0, ChargeMax) << JoinedBits) | Math.Clamp(joinedUpdates, 0, JoinedMax);
}
