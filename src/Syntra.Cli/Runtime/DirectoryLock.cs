namespace Syntra.Cli.Runtime;

/// <summary>Holds a state directory for one process; a second one is refused with a line that says why.</summary>
internal sealed class DirectoryLock : IDisposable
{
    // What FileStream reports where flock(2) says EWOULDBLOCK; any other failure to open has nothing to do with another process.
    private static readonly int WouldBlock = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11;

    private readonly FileStream file;

    private DirectoryLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock, which the operating system frees when the process ends, however it ends.</summary>
    /// <exception cref="CommandException">Another process holds the directory, or nothing can be written there.</exception>
    internal static DirectoryLock Take(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return new DirectoryLock(new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException held) when (held.HResult == WouldBlock)
        {
            throw new CommandException($"{directory} is in use by another syntra process. Stop it, or choose another folder.", held);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"state cannot be kept in {directory}: {unwritable.Message.TrimEnd('.')}. Choose a folder that can be written.", unwritable);
        }
    }

    /// <summary>Takes the lock of a folder that is there; null where another process holds it.</summary>
    internal static DirectoryLock? TryTake(string directory)
    {
        try
        {
            return Take(directory);
        }
        catch (CommandException held) when (held.InnerException is IOException { HResult: var code } && code == WouldBlock)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
