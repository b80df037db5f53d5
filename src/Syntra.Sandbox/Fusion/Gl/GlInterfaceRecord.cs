using System.Globalization;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>One record of the file by column name. Trailing columns that are left off are null, as is every empty one.</summary>
internal sealed class GlInterfaceRecord(List<string> fields)
{
    private readonly string?[] _values = Normalize(fields);

    public bool HasTooManyFields { get; } = fields.Count > GlInterfaceColumns.Count + 1 || (fields.Count == GlInterfaceColumns.Count + 1 && fields[^1] is not ("END" or ""));

    public bool IsBlank => Array.TrueForAll(_values, static v => v is null);

    public string? this[string column]
    {
        get => _values[GlInterfaceColumns.Index(column)];
        set => _values[GlInterfaceColumns.Index(column)] = value;
    }

    public string? At(int index) => _values[index];

    public decimal? Amount(string column) => this[column] is { } text ? decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) : null;

    public long? Identifier(string column) => this[column] is { } text ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    public static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, ["yyyy/MM/dd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static string?[] Normalize(List<string> fields)
    {
        var values = new string?[GlInterfaceColumns.Count];
        for (var i = 0; i < Math.Min(values.Length, fields.Count); i++)
        {
            values[i] = fields[i].Length == 0 ? null : fields[i];
        }

        // Files made for a shorter layout end in END where this layout has these two columns; the control file nulls it there.
        foreach (var column in (ReadOnlySpan<string>)["PERIOD_NAME", "ATTRIBUTE_DATE1"])
        {
            if (values[GlInterfaceColumns.Index(column)] == "END")
            {
                values[GlInterfaceColumns.Index(column)] = null;
            }
        }

        return values;
    }
}
