namespace Syntra.Kafka.Embedded.Registry;

/// <summary>A schema's use of a named type that another subject defines.</summary>
/// <param name="Name">Full name of the type.</param>
/// <param name="Subject">Subject that defines it.</param>
/// <param name="Version">Version of that subject.</param>
internal sealed record SchemaReference(string Name, string Subject, int Version);

/// <summary>One version of a subject.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Version">From 1.</param>
/// <param name="Id">Id on the wire; the same for the same schema under any subject.</param>
/// <param name="Schema">Schema text, compact.</param>
/// <param name="References">Named types that it takes from other subjects.</param>
/// <param name="Deleted">Soft-deleted: still readable by id, no longer listed.</param>
internal sealed record RegisteredSchema(string Subject, int Version, int Id, string Schema, IReadOnlyList<SchemaReference> References, bool Deleted)
{
    public bool SameSchema(string schema, IReadOnlyList<SchemaReference> references) =>
        string.Equals(Schema, schema, StringComparison.Ordinal) && References.SequenceEqual(references);
}
