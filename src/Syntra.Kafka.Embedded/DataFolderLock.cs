namespace Syntra.Kafka.Embedded;

/// <summary>Keeps a second broker out of a data folder. The lock is the OS's and goes with the process, however it ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    // What FileStream reports where flock(2) says EWOULDBLOCK; any other failure to open has nothing to do with another process.
    private static readonly int WouldBlock = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11;

    private readonly FileStream file;

    public DataFolderLock(string dataDirectory)
    {
        try
        {
            Directory.CreateDirectory(dataDirectory);
            file = new FileStream(Path.Combine(dataDirectory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            throw new EmbeddedKafkaException(
                $"The data folder {dataDirectory} is in use by another broker process. Stop that one, or choose another folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedKafkaException($"The log cannot be kept in {dataDirectory}: {e.Message.TrimEnd('.')}. Choose a folder that can be written.", e);
        }
    }

    public void Dispose() => file.Dispose();
}
