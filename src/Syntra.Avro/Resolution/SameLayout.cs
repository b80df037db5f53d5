using Syntra.Avro.Schemas;

namespace Syntra.Avro.Resolution;

/// <summary>Whether every encoding of one schema is an encoding of the other with the same meaning.</summary>
internal sealed class SameLayout
{
    private readonly HashSet<(Schema, Schema)> _assumed = [];

    public static bool Holds(Schema written, Schema read) => new SameLayout().Check(written, read);

    private bool Check(Schema written, Schema read)
    {
        if (ReferenceEquals(written, read))
        {
            return true;
        }

        if (written.Type != read.Type || !MatchRules.SameName(written, read) || MatchRules.LogicalProblem(written, read) is not null)
        {
            return false;
        }

        return (written, read) switch
        {
            (FixedSchema w, FixedSchema r) => w.Size == r.Size,
            (EnumSchema w, EnumSchema r) => w.Symbols.SequenceEqual(r.Symbols.Take(w.Symbols.Count), StringComparer.Ordinal),
            (ArraySchema w, ArraySchema r) => Check(w.Items, r.Items),
            (MapSchema w, MapSchema r) => Check(w.Values, r.Values),
            (UnionSchema w, UnionSchema r) => w.Branches.Count == r.Branches.Count && w.Branches.Zip(r.Branches).All(pair => SameBranch(pair.First, pair.Second)),
            (RecordSchema w, RecordSchema r) => CheckRecord(w, r),
            _ => true,
        };
    }

    // In a union the full name picks the branch; a namesake from another namespace must not pass for it.
    private bool SameBranch(Schema written, Schema read) =>
        (written as NamedSchema)?.Name.FullName == (read as NamedSchema)?.Name.FullName && Check(written, read);

    private bool CheckRecord(RecordSchema written, RecordSchema read) =>
        !_assumed.Add((written, read))
        || (written.Fields.Count == read.Fields.Count
            && read.Fields.All(r => MatchRules.WriterField(written, read, r)?.Position == r.Position && Check(written.Fields[r.Position].Schema, r.Schema)));
}
