namespace Syntra.Kafka.Embedded.Registry.Log;

/// <summary>The compacted log that the registry's state is made of.</summary>
internal interface ISchemaLog : IAsyncDisposable
{
    /// <summary>Reads what is there, then goes on reading. Completes when everything that was there has been applied.</summary>
    /// <param name="apply">Gets every record (key, value or null) in order, one at a time.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    Task StartAsync(Action<string, string?> apply, CancellationToken cancellationToken);

    /// <summary>Appends a record; completes when it is durable and has been applied.</summary>
    /// <exception cref="RegistryException">50001 or 50002: the record may or may not be in the log.</exception>
    Task AppendAsync(string key, string? value);
}
