using Syntra.Avro.Schemas;

namespace Syntra.Avro.Resolution;

/// <summary>Which schema may be read as which, one level deep. Plans and the compatibility checker share these rules.</summary>
internal static class MatchRules
{
    /// <summary>Index of the reader's branch for a written schema that is no union: by full name first, then by name, then by promotion; -1 for none.</summary>
    public static int Branch(Schema written, UnionSchema read)
    {
        for (var i = 0; i < read.Branches.Count; i++)
        {
            var branch = read.Branches[i];
            if (branch.Type == written.Type && (branch is not NamedSchema named || named.Name.FullName == ((NamedSchema)written).Name.FullName))
            {
                return i;
            }
        }

        for (var i = 0; i < read.Branches.Count; i++)
        {
            if (read.Branches[i].Type == written.Type && SameName(written, read.Branches[i]))
            {
                return i;
            }
        }

        for (var i = 0; i < read.Branches.Count; i++)
        {
            if (Promotes(written.Type, read.Branches[i].Type))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Same name without the namespace, or an alias of the reader; true for unnamed types.</summary>
    public static bool SameName(Schema written, Schema read) =>
        written is not NamedSchema w || read is not NamedSchema r || w.Name.Name == r.Name.Name || r.Aliases.Contains(w.Name.FullName, StringComparer.Ordinal);

    /// <summary>Whether a type may be read as another one (not the same).</summary>
    public static bool Promotes(SchemaType written, SchemaType read) => (written, read) switch
    {
        (SchemaType.Int, SchemaType.Long or SchemaType.Float or SchemaType.Double) => true,
        (SchemaType.Long, SchemaType.Float or SchemaType.Double) => true,
        (SchemaType.Float, SchemaType.Double) => true,
        (SchemaType.String, SchemaType.Bytes) or (SchemaType.Bytes, SchemaType.String) => true,
        _ => false,
    };

    /// <summary>Why two logical types do not match, or null when they do. A schema without one is read by its type alone.</summary>
    public static string? LogicalProblem(Schema written, Schema read)
    {
        if (written.LogicalType is not { } w || read.LogicalType is not { } r || w.Equals(r))
        {
            return null;
        }

        return w.Kind == LogicalTypeKind.Decimal && r.Kind == LogicalTypeKind.Decimal && w.Scale == r.Scale && w.Precision < r.Precision
            ? null
            : $"logical type {w} cannot be read as {r}";
    }

    /// <summary>The writer's field for a field of the reader, or null: by name, else by alias unless the reader has a field of that name too.</summary>
    public static RecordField? WriterField(RecordSchema written, RecordSchema read, RecordField field)
    {
        if (written.Field(field.Name) is { } same)
        {
            return same;
        }

        foreach (var alias in field.Aliases)
        {
            if (read.Field(alias) is null && written.Field(alias) is { } aliased)
            {
                return aliased;
            }
        }

        return null;
    }
}
