namespace Syntra.Avro.Registry;

/// <summary>What serialisers need of a Schema Registry. Ids never change their schema: answers may be cached for ever.</summary>
public interface ISchemaRegistryClient
{
    /// <summary>Registers a schema under a subject, or finds it there; the same schema always gets the same id.</summary>
    /// <param name="subject">Subject, for example topic + "-value".</param>
    /// <param name="schemaJson">Self-contained Avro schema.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SchemaRegistryException">The registry refused (for example 409, incompatible) or could not be reached.</exception>
    ValueTask<int> RegisterAsync(string subject, string schemaJson, CancellationToken cancellationToken);

    /// <summary>The schema of an id, self-contained: references are resolved.</summary>
    /// <param name="id">Schema id from the wire.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SchemaRegistryException">Unknown id (40403), or the registry could not be reached.</exception>
    ValueTask<string> GetSchemaAsync(int id, CancellationToken cancellationToken);
}
