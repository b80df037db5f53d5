using Syntra.Avro.Schemas;

namespace Syntra.Avro.Resolution;

/// <summary>Builds the steps of a plan; each pair of records once, so that recursive schemas end.</summary>
internal sealed class PlanCompiler
{
    private readonly Dictionary<(RecordSchema, RecordSchema), RecordStep> _records = [];

    public ResolutionStep Compile(Schema written, Schema read)
    {
        if (SameLayout.Holds(written, read))
        {
            return new CopyStep(written);
        }

        if (written is UnionSchema union)
        {
            return new WriterUnionStep([.. union.Branches.Select(branch => Compile(branch, read))]);
        }

        if (read is UnionSchema target)
        {
            var branch = MatchRules.Branch(written, target);
            return branch < 0 ? Fail(written, read) : new ReaderUnionStep(branch, Compile(written, target.Branches[branch]));
        }

        if (MatchRules.LogicalProblem(written, read) is { } problem)
        {
            return new FailStep(problem);
        }

        return written.Type == read.Type ? SameType(written, read) : Promotion(written, read);
    }

    private static FailStep Fail(Schema written, Schema read) => new($"{SchemaFacts.Describe(written)} cannot be read as {SchemaFacts.Describe(read)}");

    private static ResolutionStep Promotion(Schema written, Schema read)
    {
        if (!MatchRules.Promotes(written.Type, read.Type))
        {
            return Fail(written, read);
        }

        // int to long and string to bytes (and back) have the same encoding.
        return read.Type is SchemaType.Float or SchemaType.Double ? new PromoteStep(written.Type, read.Type) : new CopyStep(written);
    }

    private ResolutionStep SameType(Schema written, Schema read)
    {
        if (!MatchRules.SameName(written, read))
        {
            return Fail(written, read);
        }

        return (written, read) switch
        {
            (ArraySchema w, ArraySchema r) => new ArrayStep(Compile(w.Items, r.Items), w.MinimumItemSize),
            (MapSchema w, MapSchema r) => new MapStep(Compile(w.Values, r.Values), w.MinimumPairSize),
            (EnumSchema w, EnumSchema r) => new EnumStep(w, r, [.. w.Symbols.Select(symbol => SymbolIndex(symbol, r))]),
            (RecordSchema w, RecordSchema r) => Record(w, r),
            _ => Fail(written, read),
        };
    }

    private static int SymbolIndex(string symbol, EnumSchema read)
    {
        var index = read.IndexOf(symbol);
        return index >= 0 || read.Default is null ? index : read.IndexOf(read.Default);
    }

    private ResolutionStep Record(RecordSchema written, RecordSchema read)
    {
        if (_records.TryGetValue((written, read), out var known))
        {
            return known;
        }

        foreach (var field in read.Fields)
        {
            if (field.Default is null && MatchRules.WriterField(written, read, field) is null)
            {
                return new FailStep($"record {read.Name} needs the field '{field.Name}', which the writer's schema lacks and which has no default");
            }
        }

        var step = new RecordStep(written);
        _records.Add((written, read), step);
        step.Complete([.. read.Fields.Select(field => Source(written, read, field))]);
        return step;
    }

    private FieldSource Source(RecordSchema written, RecordSchema read, RecordField field) =>
        MatchRules.WriterField(written, read, field) is { } source
            ? new FieldSource(source.Position, Compile(source.Schema, field.Schema), null)
            : new FieldSource(-1, null, DefaultEncoder.Encode(field.Schema, field.Default!));
}
