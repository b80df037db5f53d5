namespace Syntra.Cli;

/// <summary>A failure that the user can cure; its message is the whole output, without a stack trace.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the program ends with.</summary>
    internal int ExitCode { get; init; } = ExitCodes.Failed;
}
