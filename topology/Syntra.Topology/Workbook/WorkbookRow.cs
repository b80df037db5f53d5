namespace Syntra.Topology.Workbook;

/// <summary>One data row as read: where it stands and its trimmed cells by column.</summary>
internal sealed record WorkbookRow(string File, int Line, IReadOnlyDictionary<string, string> Cells)
{
    public string this[string column] => Cells.GetValueOrDefault(column, "");

    public LintError Error(string what, string cure) => new(File, Line, what, cure);
}
