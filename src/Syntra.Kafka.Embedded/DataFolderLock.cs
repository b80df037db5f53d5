namespace Syntra.Kafka.Embedded;

/// <summary>Keeps a second broker out of a data folder. The lock is the OS's and goes with the process, however it ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly FileStream file;

    public DataFolderLock(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        try
        {
            file = new FileStream(Path.Combine(dataDirectory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new EmbeddedKafkaException(
                $"The data folder {dataDirectory} is in use by another broker process. Stop that one, or choose another folder.", e);
        }
    }

    public void Dispose() => file.Dispose();
}
