namespace Syntra.Avro.Registry;

/// <summary>A registry within the process, for tests and for topologies without a broker. Thread safe; checks no compatibility.</summary>
public sealed class InMemorySchemaRegistryClient : ISchemaRegistryClient
{
    private readonly Lock _lock = new();
    private readonly List<string> _schemas = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public ValueTask<int> RegisterAsync(string subject, string schemaJson, CancellationToken cancellationToken)
    {
        var schema = Schema.Parse(schemaJson).ToJson();
        lock (_lock)
        {
            if (!_ids.TryGetValue(schema, out var id))
            {
                _schemas.Add(schema);
                id = _schemas.Count;
                _ids.Add(schema, id);
            }

            return ValueTask.FromResult(id);
        }
    }

    /// <inheritdoc />
    public ValueTask<string> GetSchemaAsync(int id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return id > 0 && id <= _schemas.Count
                ? ValueTask.FromResult(_schemas[id - 1])
                : ValueTask.FromException<string>(new SchemaRegistryException(404, 40403, $"Schema {id} not found"));
        }
    }
}
