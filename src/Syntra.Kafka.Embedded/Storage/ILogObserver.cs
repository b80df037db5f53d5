namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Told after each change of what readers can see; a waiting fetch. Called outside the log's lock.</summary>
internal interface ILogObserver
{
    void OnChanged();
}
