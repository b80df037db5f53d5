using System.Collections.Frozen;

namespace Syntra.Topology.Money;

/// <summary>Minor units of ISO 4217 currencies: the decimals that an amount may have.</summary>
internal static class Currencies
{
    private const int UsualDecimals = 2;

    private static readonly FrozenDictionary<string, int> Unusual = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0,
        ["PYG"] = 0, ["RWF"] = 0, ["UGX"] = 0, ["UYI"] = 0, ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Decimals of the currency's minor unit, 0 to 3.</summary>
    public static int Decimals(string currency) => Unusual.GetValueOrDefault(currency, UsualDecimals);

    public static bool IsWellFormed(string currency) => currency.Length == 3 && currency.All(char.IsAsciiLetterUpper);
}
