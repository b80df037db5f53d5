namespace Syntra.Topology.Workbook;

/// <summary>One file of the data-mapping workbook, already read.</summary>
/// <param name="Name">File name without folder, for example <c>facilities.csv</c>.</param>
/// <param name="Text">Its whole text.</param>
public sealed record WorkbookFile(string Name, string Text);
