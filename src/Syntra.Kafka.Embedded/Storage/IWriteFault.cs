namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Stands in front of every append to a segment; a test throws <see cref="IOException"/> here to play a full disk.</summary>
internal interface IWriteFault
{
    void BeforeWrite(string path, int bytes);
}
