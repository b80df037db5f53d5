namespace Syntra.Kafka.Embedded.Storage;

/// <summary>
/// Stands in front of every append to a segment and around every flush of one; a test throws <see cref="IOException"/> here to play a full
/// or failing disk, and sees which came first: the flush or the acknowledgement.
/// </summary>
internal interface IWriteFault
{
    void BeforeWrite(string path, int bytes)
    {
    }

    void BeforeFlush(string path)
    {
    }

    /// <summary>The disk has the file's bytes.</summary>
    void Flushed(string path)
    {
    }
}
