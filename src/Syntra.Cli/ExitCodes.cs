namespace Syntra.Cli;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    internal const int Done = 0;

    /// <summary>The command could not do its work; the last line on stderr says why and what to do.</summary>
    internal const int Failed = 1;

    /// <summary>The work was done and the books do not agree.</summary>
    internal const int Disagrees = 3;

    /// <summary>The PHI register may not run (unsigned, altered, expired, not covering ...): nothing was started.</summary>
    internal const int RegisterRefused = 4;

    /// <summary>A decision was not taken: the role or the person may not, the facts have changed, or the item was decided otherwise before.</summary>
    internal const int NotTaken = 5;

    /// <summary>The workbook may not be published (unsigned, altered, expired, signed by somebody else): nothing was changed.</summary>
    internal const int WorkbookRefused = 6;

    /// <summary>Stopped by Ctrl-C; resumable.</summary>
    internal const int Stopped = 130;
}
