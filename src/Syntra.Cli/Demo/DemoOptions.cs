namespace Syntra.Cli.Demo;

/// <summary>What the demo was asked for.</summary>
/// <param name="Data">Folder with Synthea CSV files; null feeds a seeded day of a three-hospital group.</param>
/// <param name="Directory">Where all state is kept and gone on from; null takes a folder that goes with the run.</param>
/// <param name="Json">Print one JSON object on stdout and nothing else there.</param>
/// <param name="Charges">Charges of the seeded day, the special cases not counted.</param>
/// <param name="MonthEnd">Whether data from outside get a month-end too; the seeded day always has one.</param>
internal sealed record DemoOptions(string? Data, string? Directory, bool Json, int Charges, bool MonthEnd);
