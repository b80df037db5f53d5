namespace Syntra.Avro.Compatibility;

/// <summary>Whether schemas get along, by the rules of schema resolution.</summary>
public static class SchemaCompatibility
{
    /// <summary>Every reason why <paramref name="reader"/> cannot read all that <paramref name="writer"/> may write; empty when it can.</summary>
    public static IReadOnlyList<Incompatibility> CanRead(Schema reader, Schema writer) => new ReadCheck().Run(reader, writer);

    /// <summary>Checks a new version against the earlier ones.</summary>
    /// <param name="mode">The subject's mode.</param>
    /// <param name="candidate">The new version.</param>
    /// <param name="earlier">The earlier versions, oldest first; modes that are not transitive look at the last one only.</param>
    /// <returns>Reasons with the index of the earlier version that they concern; empty when the candidate may be registered.</returns>
    public static IReadOnlyList<VersionConflict> Check(CompatibilityMode mode, Schema candidate, IReadOnlyList<Schema> earlier)
    {
        var conflicts = new List<VersionConflict>();
        for (var i = earlier.Count - 1; i >= 0 && mode != CompatibilityMode.None; i--)
        {
            if (mode is not (CompatibilityMode.Forward or CompatibilityMode.ForwardTransitive))
            {
                conflicts.AddRange(CanRead(candidate, earlier[i]).Select(found => new VersionConflict(i, NewReadsOld: true, found)));
            }

            if (mode is not (CompatibilityMode.Backward or CompatibilityMode.BackwardTransitive))
            {
                conflicts.AddRange(CanRead(earlier[i], candidate).Select(found => new VersionConflict(i, NewReadsOld: false, found)));
            }

            if (mode is CompatibilityMode.Backward or CompatibilityMode.Forward or CompatibilityMode.Full)
            {
                break;
            }
        }

        return conflicts;
    }
}

/// <summary>A reason why a new version conflicts with an earlier one.</summary>
/// <param name="Index">Index of the earlier version in the list that was given.</param>
/// <param name="NewReadsOld">Whether the new version fails to read the earlier one (else the other way round).</param>
/// <param name="Reason">What is wrong; its path is in the schema that reads.</param>
public sealed record VersionConflict(int Index, bool NewReadsOld, Incompatibility Reason)
{
    /// <inheritdoc />
    public override string ToString() => (NewReadsOld ? "the new schema cannot read the old one: " : "the old schema cannot read the new one: ") + Reason;
}
