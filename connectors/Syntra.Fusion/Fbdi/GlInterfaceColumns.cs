namespace Syntra.Fusion.Fbdi;

/// <summary>
/// The 149 columns of <c>GlInterface.csv</c> in file order (control file GlInterface.ctl, 25B layout).
/// The file is positional and has no header, so this order is the format.
/// </summary>
public static class GlInterfaceColumns
{
    /// <summary>Column names; index 0 is column 1.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "STATUS", "LEDGER_ID", "ACCOUNTING_DATE", "USER_JE_SOURCE_NAME", "USER_JE_CATEGORY_NAME", "CURRENCY_CODE", "DATE_CREATED", "ACTUAL_FLAG",
        .. Numbered("SEGMENT", 1, 30),
        "ENTERED_DR", "ENTERED_CR", "ACCOUNTED_DR", "ACCOUNTED_CR",
        .. Numbered("REFERENCE", 1, 10),
        .. Numbered("REFERENCE", 21, 30),
        "STAT_AMOUNT", "USER_CURRENCY_CONVERSION_TYPE", "CURRENCY_CONVERSION_DATE", "CURRENCY_CONVERSION_RATE", "GROUP_ID",
        "ATTRIBUTE_CATEGORY", .. Numbered("ATTRIBUTE", 1, 20), "ATTRIBUTE_CATEGORY3",
        "AVERAGE_JOURNAL_FLAG", "ORIGINATING_BAL_SEG_VALUE", "LEDGER_NAME", "ENCUMBRANCE_TYPE_ID", "JGZZ_RECON_REF", "PERIOD_NAME",
        .. Numbered("REFERENCE", 18, 20),
        .. Numbered("ATTRIBUTE_DATE", 1, 10),
        .. Numbered("ATTRIBUTE_NUMBER", 1, 10),
        "GLOBAL_ATTRIBUTE_CATEGORY", .. Numbered("GLOBAL_ATTRIBUTE", 1, 20),
        .. Numbered("GLOBAL_ATTRIBUTE_DATE", 1, 5),
        .. Numbered("GLOBAL_ATTRIBUTE_NUMBER", 1, 5),
    ];

    /// <summary>149.</summary>
    public static int Count => Names.Count;

    internal static int IndexOf(string column)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == column)
            {
                return i;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(column), column, "GlInterface.csv has no such column");
    }

    private static IEnumerable<string> Numbered(string prefix, int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(n => prefix + n.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
