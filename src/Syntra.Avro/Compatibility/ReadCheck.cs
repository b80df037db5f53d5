using Syntra.Avro.Resolution;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Compatibility;

/// <summary>Walks a reader's and a writer's schema together and collects what does not resolve; each pair of records once.</summary>
internal sealed class ReadCheck
{
    private readonly HashSet<(Schema, Schema)> _seen = [];
    private readonly List<Incompatibility> _found = [];

    public IReadOnlyList<Incompatibility> Run(Schema reader, Schema writer)
    {
        Check(reader, writer, "");
        return _found;
    }

    private void Check(Schema reader, Schema writer, string path)
    {
        if (writer is UnionSchema written)
        {
            foreach (var branch in written.Branches)
            {
                Check(reader, branch, path);
            }
        }
        else if (reader is UnionSchema union)
        {
            CheckUnion(union, writer, path);
        }
        else if (MatchRules.LogicalProblem(writer, reader) is { } problem)
        {
            Add(IncompatibilityKind.LogicalTypeMismatch, path, problem);
        }
        else if (reader.Type == writer.Type)
        {
            CheckSameType(reader, writer, path);
        }
        else if (!MatchRules.Promotes(writer.Type, reader.Type))
        {
            Add(IncompatibilityKind.TypeMismatch, path, $"{SchemaFacts.Describe(writer)} cannot be read as {SchemaFacts.Describe(reader)}");
        }
    }

    private void CheckUnion(UnionSchema reader, Schema writer, string path)
    {
        var branch = MatchRules.Branch(writer, reader);
        if (branch < 0)
        {
            Add(IncompatibilityKind.MissingUnionBranch, path, $"{SchemaFacts.Describe(reader)} has no branch for {SchemaFacts.Describe(writer)}");
        }
        else
        {
            Check(reader.Branches[branch], writer, $"{path}/{branch}");
        }
    }

    private void CheckSameType(Schema reader, Schema writer, string path)
    {
        if (!MatchRules.SameName(writer, reader))
        {
            Add(IncompatibilityKind.NameMismatch, path + "/name", $"{SchemaFacts.Describe(writer)} cannot be read as {SchemaFacts.Describe(reader)}: neither same name nor alias");
            return;
        }

        switch (reader)
        {
            case ArraySchema array: Check(array.Items, ((ArraySchema)writer).Items, path + "/items"); break;
            case MapSchema map: Check(map.Values, ((MapSchema)writer).Values, path + "/values"); break;
            case EnumSchema symbols: CheckEnum(symbols, (EnumSchema)writer, path); break;
            case RecordSchema record: CheckRecord(record, (RecordSchema)writer, path); break;
            case FixedSchema size when size.Size != ((FixedSchema)writer).Size:
                Add(IncompatibilityKind.FixedSizeMismatch, path + "/size", $"fixed {size.Name} has {size.Size} bytes, the writer's has {((FixedSchema)writer).Size}");
                break;
        }
    }

    private void CheckEnum(EnumSchema reader, EnumSchema writer, string path)
    {
        var missing = writer.Symbols.Where(symbol => reader.IndexOf(symbol) < 0).ToList();
        if (missing.Count > 0 && reader.Default is null)
        {
            Add(IncompatibilityKind.MissingEnumSymbols, path + "/symbols", $"enum {reader.Name} lacks {string.Join(", ", missing)} and has no default");
        }
    }

    private void CheckRecord(RecordSchema reader, RecordSchema writer, string path)
    {
        if (!_seen.Add((reader, writer)))
        {
            return;
        }

        foreach (var field in reader.Fields)
        {
            var source = MatchRules.WriterField(writer, reader, field);
            if (source is not null)
            {
                Check(field.Schema, source.Schema, $"{path}/fields/{field.Position}/type");
            }
            else if (field.Default is null)
            {
                Add(IncompatibilityKind.ReaderFieldMissingDefaultValue, $"{path}/fields/{field.Position}", $"field '{field.Name}' of {reader.Name} is not in the writer's schema and has no default");
            }
        }
    }

    private void Add(IncompatibilityKind kind, string path, string message) => _found.Add(new Incompatibility(kind, path, message));
}
