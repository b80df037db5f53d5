using System.Globalization;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>What SQL*Loader and the table refuse, column by column; the first refusal of a record is the one that the log names.</summary>
internal static class GlInterfaceRules
{
    private const NumberStyles NumberFormat = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public static (string Column, string Message)? Check(GlInterfaceRecord record)
    {
        if (record.HasTooManyFields)
        {
            return (GlInterfaceColumns.Names[^1], "Field in data file exceeds maximum number of columns.");
        }

        for (var i = 0; i < GlInterfaceColumns.Count; i++)
        {
            if (CheckColumn(GlInterfaceColumns.Names[i], record.At(i)) is { } message)
            {
                return (GlInterfaceColumns.Names[i], message);
            }
        }

        return null;
    }

    private static string? CheckColumn(string column, string? value)
    {
        if (value is null)
        {
            return GlInterfaceColumns.IsRequired(column) ? $"ORA-01400: cannot insert NULL into (\"FUSION\".\"GL_INTERFACE\".\"{column}\")" : null;
        }

        if (GlInterfaceColumns.IsDate(column))
        {
            return GlInterfaceRecord.TryDate(value, out _) || (value == "$null$" && column.Contains("ATTRIBUTE", StringComparison.Ordinal))
                ? null
                : "ORA-01861: literal does not match format string";
        }

        if (GlInterfaceColumns.IsNumber(column))
        {
            return CheckNumber(column, value);
        }

        if (column == "STATUS" && value != "NEW")
        {
            return "ORA-02290: check constraint (FUSION.GL_INTERFACE_STATUS) violated";
        }

        var width = GlInterfaceColumns.MaxLength(column);
        return value.Length <= width
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"ORA-12899: value too large for column \"GL_INTERFACE\".\"{column}\" (actual: {value.Length}, maximum: {width})");
    }

    private static string? CheckNumber(string column, string value)
    {
        if (!decimal.TryParse(value, NumberFormat, CultureInfo.InvariantCulture, out var number))
        {
            return "ORA-01722: invalid number";
        }

        return GlInterfaceColumns.IsIdentifier(column) && (number != decimal.Truncate(number) || Math.Abs(number) >= 1_000_000_000_000_000_000m)
            ? "ORA-01438: value larger than specified precision allowed for this column"
            : null;
    }
}
