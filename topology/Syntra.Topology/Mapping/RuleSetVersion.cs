using System.Runtime.CompilerServices;
using Syntra.Contracts;

namespace Syntra.Topology.Mapping;

/// <summary>
/// Version of the rules behind a posting: a hash of the values of the workbook rows that were used, not of the whole workbook and
/// not of the rows' dates. So publishing an unrelated row, before or after a crash, never changes the keys of a charge.
/// </summary>
internal static class RuleSetVersion
{
    private const int Digits = 16;

    // Rows live as long as their workbook version, and are hashed for every charge.
    private static readonly ConditionalWeakTable<CrosswalkRow, string> Hashes = [];

    public static string Of(CrosswalkRow facility, CrosswalkRow ledger, CrosswalkRow department, CrosswalkRow chargeCode) =>
        IdempotencyKey.Compute(Hash(facility), Hash(ledger), Hash(department), Hash(chargeCode))[..Digits];

    private static string Hash(CrosswalkRow row) => Hashes.GetValue(row, static r =>
        IdempotencyKey.Compute([.. r.Values.OrderBy(v => v.Key, StringComparer.Ordinal).SelectMany(v => (string[])[v.Key, v.Value])]));
}
