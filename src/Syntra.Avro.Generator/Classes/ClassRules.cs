using System;
using System.Collections.Generic;
using System.Linq;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator.Classes;

/// <summary>
/// What the folder of a schema (<c>schemas/&lt;folder&gt;/</c>) asks of its fields: those of sources declare a class each, and only records
/// that are sealed as a whole may hold something of a person. A folder that nobody thought of is an unsealed one.
/// </summary>
internal static class ClassRules
{
    private static readonly string[] Declaring = { "raw" };
    private static readonly string[] Sealed = { "raw", "posting" };

    public static IEnumerable<ClassProblem> Check(string path, RecordSchema record)
    {
        var folder = FolderOf(path);
        foreach (var field in record.Fields)
        {
            var name = record.Name.Name + "." + field.Name;
            var declared = FieldClasses.Declared(field);
            if (declared is not null && !FieldClasses.IsKnown(declared))
            {
                yield return ClassProblem.Unknown(field, name);
            }
            else if (declared is null && Declaring.Contains(folder) && !FieldClasses.Records(field.Schema).Any())
            {
                yield return ClassProblem.Missing(field, name);
            }
            else if (folder is not null && !Sealed.Contains(folder) && FirstPersonal(field, new HashSet<RecordSchema>()) is { } personal)
            {
                yield return ClassProblem.Unsealed(field, name, personal, folder);
            }
        }
    }

    // The class of the field itself, or of one inside it, with the name of that one.
    private static string? FirstPersonal(RecordField field, HashSet<RecordSchema> seen) =>
        FieldClasses.Personal(field)
        ?? FieldClasses.Records(field.Schema).Where(seen.Add)
            .SelectMany(record => record.Fields.Select(inner => FirstPersonal(inner, seen) is { } found ? $"{found} of {record.Name.Name}.{inner.Name}" : null))
            .FirstOrDefault(static found => found is not null);

    private static string? FolderOf(string path)
    {
        var parts = path.Split('/', '\\');
        var at = Array.LastIndexOf(parts, "schemas");
        return at >= 0 && at + 2 < parts.Length ? parts[at + 1] : null;
    }
}
