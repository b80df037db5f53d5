namespace Syntra.Cli.Runtime;

/// <summary>Holds a state directory for one process; a second one is refused with a line that says why.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream file;

    private DirectoryLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock, which the operating system frees when the process ends, however it ends.</summary>
    /// <exception cref="CommandException">Another process holds the directory.</exception>
    internal static DirectoryLock Take(string directory)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, "lock");
        try
        {
            return new DirectoryLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException held)
        {
            throw new CommandException($"{directory} is in use by another syntra process. Stop it, or choose another --dir.", held);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
