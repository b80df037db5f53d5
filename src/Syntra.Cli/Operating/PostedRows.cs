using Syntra.Cli.Indexing;
using Syntra.Cli.Runtime;
using Syntra.Contracts;

namespace Syntra.Cli.Operating;

/// <summary>Rows of the watermark table by charge, without reading the whole of it. Opening one that holds a payload is logged.</summary>
internal static class PostedRows
{
    /// <summary>The rows of charges; those that have none are left out.</summary>
    internal static IReadOnlyList<PostedCharge> Read(OperatorSession session, RecordLookup lookup, IReadOnlyCollection<string> tokens, CancellationToken cancellation)
    {
        var serde = ChargeTables.PostedSerde(session.Registry, session.Protection);
        string changelog = ChargeTopics.PostedChangelog(session.Topics, session.Protection.Tokens.Version);
        return [.. lookup.Last(tokens, changelog, cancellation).Where(r => r.Value is not null).Select(r => serde.Deserialize(changelog, r.KeyBytes, r.Value))];
    }
}
