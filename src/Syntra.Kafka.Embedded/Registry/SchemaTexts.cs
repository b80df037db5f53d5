using Syntra.Avro;
using Syntra.Avro.Schemas;

namespace Syntra.Kafka.Embedded.Registry;

/// <summary>Schema texts with the types that they take from other subjects.</summary>
internal sealed class SchemaTexts(RegistryState state)
{
    /// <summary>Parses a schema that a client sends.</summary>
    /// <returns>The schema, and its text as the registry keeps it: compact, referenced types by name.</returns>
    /// <exception cref="RegistryException">42201: no schema, or a reference that is not there.</exception>
    public (Schema Schema, string Text) Parse(string text, IReadOnlyList<SchemaReference> references) => Parse(text, references, isNew: true);

    /// <summary>Parses a schema that was accepted before.</summary>
    public Schema Parse(RegisteredSchema schema) => Parse(schema.Schema, schema.References, isNew: false).Schema;

    private (Schema Schema, string Text) Parse(string text, IReadOnlyList<SchemaReference> references, bool isNew)
    {
        try
        {
            var parser = new SchemaParser(strictLogicalTypes: false, validateDefaults: isNew);
            AddReferences(parser, references, []);
            var known = parser.Names.Keys.ToList();
            var schema = parser.Parse(text);
            return (schema, schema.ToJson(known));
        }
        catch (AvroException e)
        {
            throw RegistryException.InvalidSchema(e.Message);
        }
    }

    private void AddReferences(SchemaParser parser, IReadOnlyList<SchemaReference> references, HashSet<(string, int)> done)
    {
        foreach (var reference in references)
        {
            if (!done.Add((reference.Subject, reference.Version)))
            {
                continue;
            }

            var target = state.Versions(reference.Subject, Visibility.All).FirstOrDefault(schema => schema.Version == reference.Version)
                ?? throw RegistryException.InvalidSchema($"no schema for the reference {reference.Name} = subject {reference.Subject}, version {reference.Version}");
            AddReferences(parser, target.References, done);
            parser.Parse(target.Schema);
        }
    }
}
