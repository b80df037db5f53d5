using System.Text.Json;

namespace Syntra.Cli.Demo.MonthEnd;

/// <summary>What one account moved in a period, debits less credits.</summary>
internal sealed record TrialRow(string Account, decimal Activity);

/// <summary>
/// The demo's month-end as it was planned, written before anything is done, so that a demo that was killed in the middle goes on with the
/// same amounts. Which charges are meant follows from plan and database; no id of theirs is in here.
/// </summary>
/// <param name="Ledger">Ledger whose period is closed.</param>
/// <param name="Period">The period that is closed.</param>
/// <param name="Next">The period that takes what comes late.</param>
/// <param name="Plan">What is corrected and to what, as <see cref="ILateCharges"/> has it.</param>
/// <param name="Before">Trial balance of the period at its close.</param>
/// <param name="Done">Whether all of it has been carried out.</param>
internal sealed record MonthEndState(string Ledger, string Period, string Next, IReadOnlyDictionary<string, string> Plan, IReadOnlyList<TrialRow> Before, bool Done)
{
    private const string FileName = "month-end.json";

    /// <summary>What the folder holds; null where no month-end was begun.</summary>
    internal static MonthEndState? Read(string directory)
    {
        string path = Path.Combine(directory, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<MonthEndState>(File.ReadAllBytes(path)) : null;
    }

    /// <summary>Keeps it; a crash leaves the old file or the new one.</summary>
    internal void Write(string directory)
    {
        string path = Path.Combine(directory, FileName);
        File.WriteAllBytes(path + ".next", JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(path + ".next", path, overwrite: true);
    }
}
