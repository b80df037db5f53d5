namespace Syntra.Fusion.Fbdi;

/// <summary>Decimals of a currency's minor unit (ISO 4217); two, unless the list says otherwise.</summary>
internal static class CurrencyDigits
{
    private static readonly Dictionary<string, int> s_exceptions = new(StringComparer.Ordinal)
    {
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0, ["PYG"] = 0,
        ["RWF"] = 0, ["UGX"] = 0, ["UYI"] = 0, ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
        ["CLF"] = 4, ["UYW"] = 4,
    };

    public static int Of(string currency) => s_exceptions.GetValueOrDefault(currency, 2);

    /// <summary>The amount as Fusion reads it: period as decimal sign, no grouping, all minor digits.</summary>
    /// <exception cref="ArgumentException">The amount is finer than the currency; rounding is the mapping's business, never ours.</exception>
    public static string Format(decimal amount, string currency)
    {
        var digits = Of(currency);
        if (decimal.Round(amount, digits, MidpointRounding.ToZero) != amount)
        {
            throw new ArgumentException($"An amount has more than the {digits} decimals of {currency}; round it where it is mapped.", nameof(amount));
        }

        return amount.ToString("F" + digits.ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
    }
}
