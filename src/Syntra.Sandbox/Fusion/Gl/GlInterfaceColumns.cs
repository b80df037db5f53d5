using System.Collections.Frozen;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>The 149 positional columns of GlInterface.ctl (25B/25C layout), and what each takes.</summary>
internal static class GlInterfaceColumns
{
    public const int Count = 149;

    public static readonly string[] Names =
    [
        "STATUS", "LEDGER_ID", "ACCOUNTING_DATE", "USER_JE_SOURCE_NAME", "USER_JE_CATEGORY_NAME", "CURRENCY_CODE", "DATE_CREATED", "ACTUAL_FLAG",
        .. Numbered("SEGMENT", 1, 30),
        "ENTERED_DR", "ENTERED_CR", "ACCOUNTED_DR", "ACCOUNTED_CR",
        .. Numbered("REFERENCE", 1, 10), .. Numbered("REFERENCE", 21, 30),
        "STAT_AMOUNT", "USER_CURRENCY_CONVERSION_TYPE", "CURRENCY_CONVERSION_DATE", "CURRENCY_CONVERSION_RATE", "GROUP_ID",
        "ATTRIBUTE_CATEGORY", .. Numbered("ATTRIBUTE", 1, 20), "ATTRIBUTE_CATEGORY3",
        "AVERAGE_JOURNAL_FLAG", "ORIGINATING_BAL_SEG_VALUE", "LEDGER_NAME", "ENCUMBRANCE_TYPE_ID", "JGZZ_RECON_REF", "PERIOD_NAME",
        .. Numbered("REFERENCE", 18, 20), .. Numbered("ATTRIBUTE_DATE", 1, 10), .. Numbered("ATTRIBUTE_NUMBER", 1, 10),
        "GLOBAL_ATTRIBUTE_CATEGORY", .. Numbered("GLOBAL_ATTRIBUTE", 1, 20), .. Numbered("GLOBAL_ATTRIBUTE_DATE", 1, 5), .. Numbered("GLOBAL_ATTRIBUTE_NUMBER", 1, 5),
    ];

    private static readonly FrozenDictionary<string, int> s_index = Names.Select(static (name, i) => (name, i)).ToFrozenDictionary(static x => x.name, static x => x.i);

    public static int Index(string name) => s_index[name];

    public static bool IsRequired(string name) =>
        name is "STATUS" or "LEDGER_ID" or "ACCOUNTING_DATE" or "USER_JE_SOURCE_NAME" or "USER_JE_CATEGORY_NAME" or "CURRENCY_CODE" or "DATE_CREATED" or "ACTUAL_FLAG";

    public static bool IsDate(string name) =>
        name is "ACCOUNTING_DATE" or "DATE_CREATED" or "CURRENCY_CONVERSION_DATE" || name.Contains("ATTRIBUTE_DATE", StringComparison.Ordinal);

    public static bool IsNumber(string name) =>
        name is "LEDGER_ID" or "ENTERED_DR" or "ENTERED_CR" or "ACCOUNTED_DR" or "ACCOUNTED_CR" or "STAT_AMOUNT" or "CURRENCY_CONVERSION_RATE" or "GROUP_ID"
            or "ENCUMBRANCE_TYPE_ID" || name.Contains("ATTRIBUTE_NUMBER", StringComparison.Ordinal);

    /// <summary>Whole numbers only, up to 18 digits.</summary>
    public static bool IsIdentifier(string name) => name is "LEDGER_ID" or "GROUP_ID" or "ENCUMBRANCE_TYPE_ID";

    public static int MaxLength(string name) => name switch
    {
        "ACTUAL_FLAG" or "AVERAGE_JOURNAL_FLAG" => 1,
        "CURRENCY_CODE" or "PERIOD_NAME" => 15,
        "USER_JE_SOURCE_NAME" or "USER_JE_CATEGORY_NAME" or "ORIGINATING_BAL_SEG_VALUE" => 25,
        "LEDGER_NAME" or "USER_CURRENCY_CONVERSION_TYPE" => 30,
        "STATUS" => 50,
        "REFERENCE1" or "REFERENCE4" or "REFERENCE6" => 100,
        _ when name.StartsWith("SEGMENT", StringComparison.Ordinal) => 25,
        _ when name.StartsWith("REFERENCE", StringComparison.Ordinal) || name == "JGZZ_RECON_REF" => 240,
        _ => 150,
    };

    private static IEnumerable<string> Numbered(string prefix, int first, int last) => Enumerable.Range(first, last - first + 1).Select(i => $"{prefix}{i}");
}
