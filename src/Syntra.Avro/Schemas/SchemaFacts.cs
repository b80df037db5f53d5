using System;
using System.Collections.Generic;

namespace Syntra.Avro.Schemas;

/// <summary>What can be said of every encoding of a schema.</summary>
internal static class SchemaFacts
{
    /// <summary>Fewest bytes that a value takes; a lower bound where the schema contains itself.</summary>
    public static int MinimumSize(Schema schema) => MinimumSize(schema, new HashSet<Schema>());

    /// <summary>Whether a value may contain another value of the same record.</summary>
    public static bool IsRecursive(RecordSchema record) => Reaches(record, record, new HashSet<Schema>());

    /// <summary>A few words for messages: the full name of a named type, else the type.</summary>
    public static string Describe(Schema schema)
    {
        switch (schema)
        {
            case NamedSchema named: return SchemaTypes.Name(schema.Type) + " " + named.Name.FullName;
            case UnionSchema union:
                var branches = new List<string>();
                foreach (var branch in union.Branches)
                {
                    branches.Add(Describe(branch));
                }

                return "union [" + string.Join(", ", branches) + "]";
            default: return SchemaTypes.Name(schema.Type) + (schema.LogicalType is null ? "" : " " + schema.LogicalType);
        }
    }

    private static int MinimumSize(Schema schema, HashSet<Schema> path)
    {
        switch (schema)
        {
            case FixedSchema size: return size.Size;
            case UnionSchema union: return 1 + Least(union, path);
            case RecordSchema record:
                if (!path.Add(record))
                {
                    return 0;
                }

                long sum = 0;
                foreach (var field in record.Fields)
                {
                    sum += MinimumSize(field.Schema, path);
                }

                path.Remove(record);
                return (int)Math.Min(sum, int.MaxValue);
        }

        return schema.Type switch
        {
            SchemaType.Null => 0,
            SchemaType.Float => 4,
            SchemaType.Double => 8,
            _ => 1,
        };
    }

    private static int Least(UnionSchema union, HashSet<Schema> path)
    {
        var least = int.MaxValue - 1;
        foreach (var branch in union.Branches)
        {
            least = Math.Min(least, MinimumSize(branch, path));
        }

        return union.Branches.Count == 0 ? 0 : least;
    }

    private static bool Reaches(Schema from, RecordSchema target, HashSet<Schema> seen)
    {
        switch (from)
        {
            case ArraySchema array: return IsOrReaches(array.Items, target, seen);
            case MapSchema map: return IsOrReaches(map.Values, target, seen);
            case UnionSchema union:
                foreach (var branch in union.Branches)
                {
                    if (IsOrReaches(branch, target, seen))
                    {
                        return true;
                    }
                }

                return false;
            case RecordSchema record when seen.Add(record):
                foreach (var field in record.Fields)
                {
                    if (IsOrReaches(field.Schema, target, seen))
                    {
                        return true;
                    }
                }

                return false;
            default: return false;
        }
    }

    private static bool IsOrReaches(Schema schema, RecordSchema target, HashSet<Schema> seen) =>
        ReferenceEquals(schema, target) || Reaches(schema, target, seen);
}
