using Confluent.Kafka;
using Syntra.Avro.Registry;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Governance.Audit;
using Syntra.Governance.Pseudonyms;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Protection.Rotation;

/// <summary>What a rotation did, or would do.</summary>
internal sealed record RotationResult(RotationStatus Status, long Opened, long NotOpened, int Pairs, IReadOnlyDictionary<string, long> Rows, long Renamed);

/// <summary>
/// Makes a new token key and moves the charge flow to it, while nothing runs: every table is copied under new tokens for a new streams
/// application, whose group takes over the offsets; then one commit in the bridge switches. Until that commit nothing that is in force
/// has changed, after it nothing is needed of the old tables, and each step gives the same when it is made again.
/// </summary>
internal sealed class TokenRotation(TenantProtection protection, RotationKafka kafka, ISchemaRegistryClient registry, string actor)
{
    private readonly TopicNames topics = new(protection.Tenant.Tenant);

    /// <summary>Stops at each step when told so; tests break off here.</summary>
    internal Action<string> Reached { get; set; } = _ => { };

    /// <summary>Rotates, or goes on with the rotation that is under way.</summary>
    /// <param name="rehearse">Only read, count and check.</param>
    /// <param name="cancellation">Ends it between two records.</param>
    /// <exception cref="CommandException">It cannot be done now; says why and what to do.</exception>
    internal async Task<RotationResult> RunAsync(bool rehearse, CancellationToken cancellation)
    {
        await protection.Sealer.PrepareAsync(cancellation).ConfigureAwait(false);
        var serdes = new ChargeSerdes(registry, protection.Sealer);
        await serdes.PrepareAsync(topics, cancellation).ConfigureAwait(false);
        var status = protection.Bridge.Rotation is { UnderWay: true } begun
            ? begun
            : new RotationStatus(protection.Tokens.Version, protection.Tokens.Version + 1, RotationState.Moving, Until: null);
        if (status.State == RotationState.Moving)
        {
            RequireAlone(cancellation);
            RequireDrained(status, serdes, cancellation);
        }
        if (rehearse || protection.Bridge.Rotation is not { UnderWay: true })
        {
            // Everything that could stand in the way is found before the first change: once it is begun, nothing may run until it is done.
            var rehearsed = await RehearseAsync(status, serdes, cancellation).ConfigureAwait(false);
            if (rehearse)
            {
                return rehearsed;
            }
        }
        await BeginAsync(status, cancellation).ConfigureAwait(false);
        using var ring = await LoadAsync(cancellation).ConfigureAwait(false);
        using var before = new SourceTokens(ring, status.From);
        using var after = new SourceTokens(ring, status.To);
        return await MoveAsync(status, serdes, new TokenPairs(before, after, status.To), before, rehearse: false, cancellation).ConfigureAwait(false);
    }

    private async Task<RotationResult> RehearseAsync(RotationStatus status, ChargeSerdes serdes, CancellationToken cancellation)
    {
        using var ring = await LoadAsync(cancellation).ConfigureAwait(false);
        using var before = new SourceTokens(ring, status.From);
        return await MoveAsync(status, serdes, new TokenPairs(before, new StandIn(before, status.To), status.To), before, rehearse: true, cancellation).ConfigureAwait(false);
    }

    private Task<KeyRing> LoadAsync(CancellationToken cancellation) =>
        KeyRing.LoadAsync(protection.Service, protection.WrappedKeys, protection.Tenant.Tenant, KeyRingUse.Token, cancellation);

    private async Task<RotationResult> MoveAsync(RotationStatus status, ChargeSerdes serdes, TokenPairs pairs, SourceTokens before, bool rehearse, CancellationToken cancellation)
    {
        var partitions = kafka.Topics();
        var (from, to) = (ChargeTopics.ApplicationId(topics, status.From), ChargeTopics.ApplicationId(topics, status.To));
        var raw = new RawIdentifiers(kafka, serdes, before, protection.Accesses(protection.Routes.Rotation), pairs, cancellation);
        raw.Collect(topics, partitions);
        var tables = new RotationTables(kafka, serdes, pairs, from, to, cancellation);
        tables.Collect(partitions);
        if (tables.InFlight > 0)
        {
            throw new CommandException($"{tables.InFlight} charges wait for Fusion's answer under their present tokens. Let the instance run until they are answered, stop it, and run this again.");
        }
        // The copy for analytics may be off now and have rows that stand all the same.
        var stores = Topology(serdes).LoggedStores.Append(ChargePipeline.AnalyticsStore).ToList();
        tables.Copy(stores, partitions, write: false);
        RequireNames(pairs);
        long renamed = 0;
        if (!rehearse)
        {
            if (status.State == RotationState.Moving)
            {
                await SwitchAsync(status, tables, stores, pairs, partitions, serdes, cancellation).ConfigureAwait(false);
            }
            Reached("switched");
            renamed = tables.RenameInPlace(topics.Parked, serdes.Parked, p => RenamedRecords.Of(p, pairs), partitions)
                + tables.RenameInPlace(topics.Review, serdes.Review, i => RenamedRecords.Of(i, pairs), partitions);
            Reached("renamed");
            status = status with { State = RotationState.Open, Until = protection.Time.GetUtcNow() + protection.Tenant.Governance.Keys.DualWindow };
            protection.Bridge.Set(status);
            Note($"token/v{status.From}-v{status.To}", "tables-moved", pairs.All.Count);
        }
        return new RotationResult(status, raw.Opened, raw.NotOpened, pairs.All.Count, tables.Rows, renamed);
    }

    /// <summary>Ends the dual window: the older tokens of charges and encounters lead nowhere any more.</summary>
    internal static int Close(TenantProtection protection, string actor)
    {
        var rotation = protection.Bridge.Rotation is { State: RotationState.Open } open
            ? open
            : throw new CommandException("no dual window of the token key is open.");
        protection.Bridge.Set(rotation with { State = RotationState.Closed });
        int forgotten = protection.Bridge.Forget();
        new TokenRotation(protection, null!, null!, actor).Note($"token/v{rotation.From}-v{rotation.To}", "window-closed", forgotten);
        return forgotten;
    }

    // The state is written before the key is made: a key without the state would be taken for the one in force.
    private async Task BeginAsync(RotationStatus status, CancellationToken cancellation)
    {
        if (status.State != RotationState.Moving)
        {
            return;
        }
        protection.Bridge.Set(status);
        Reached("begun");
        using var ring = await LoadAsync(cancellation).ConfigureAwait(false);
        if (!ring.Versions.Contains(status.To))
        {
            await KeyRing.AddVersionAsync(protection.Service, protection.WrappedKeys, protection.Tenant.Tenant, KeyRingUse.Token, protection.Time, protection.Audit, actor, cancellation).ConfigureAwait(false);
        }
        Reached("key made");
    }

    private async Task SwitchAsync(
        RotationStatus status, RotationTables tables, IReadOnlyList<string> stores, TokenPairs pairs, IReadOnlyDictionary<string, int> partitions, ChargeSerdes serdes, CancellationToken cancellation)
    {
        var (from, to) = (ChargeTopics.ApplicationId(topics, status.From), ChargeTopics.ApplicationId(topics, status.To));
        var changelogs = stores.Where(s => partitions.ContainsKey(RotationTables.Changelog(from, s)));
        await kafka.CreateAsync([.. changelogs.Select(s => new TopicDefinition(RotationTables.Changelog(to, s), partitions[RotationTables.Changelog(from, s)], Compacted: true))]).ConfigureAwait(false);
        tables.Copy(stores, partitions, write: true);
        Reached("copied");
        kafka.Carry(to, kafka.Committed(from, Inputs(serdes, partitions)));
        Reached("carried");
        protection.Bridge.Add(pairs.All);
        protection.Bridge.Set(status with { State = RotationState.Switched });
    }

    // An application whose tables stayed under older tokens would take every object for a new one and make it in Fusion again.
    private void RequireAlone(CancellationToken cancellation)
    {
        string charges = ChargeTopics.ApplicationId(topics, tokenVersion: 1);
        var others = kafka.Topics()
            .Where(t => t.Key.StartsWith(topics.Tenant + "-", StringComparison.Ordinal) && t.Key.EndsWith("-changelog", StringComparison.Ordinal) && !t.Key.StartsWith(charges + "-", StringComparison.Ordinal))
            .Where(t => kafka.Table(t.Key, t.Value, cancellation).Count > 0)
            .Select(t => t.Key).Order(StringComparer.Ordinal).ToList();
        if (others.Count > 0)
        {
            throw new CommandException($"{others[0]} holds tables under the present tokens, and only the charge flow's can be moved yet. Nothing was changed.");
        }
    }

    // Records that wait are keyed by the tokens of now: they have to be in the tables before those are renamed.
    private void RequireDrained(RotationStatus status, ChargeSerdes serdes, CancellationToken cancellation)
    {
        long unread = kafka.Unread(ChargeTopics.ApplicationId(topics, status.From), Inputs(serdes, kafka.Topics()), cancellation);
        if (unread > 0)
        {
            throw new CommandException($"{unread} records wait to be worked on under their present tokens. Let the instance run until nothing waits, stop it, and run this again.");
        }
    }

    private static void RequireNames(TokenPairs pairs)
    {
        if (pairs.Unknown.Count > 0)
        {
            throw new CommandException($"for {pairs.Unknown.Count} tokens in the tables no raw record tells the identifier, the first is {pairs.Unknown.Order(StringComparer.Ordinal).First()}. The raw topics were cut; nothing was switched.");
        }
    }

    private List<TopicPartition> Inputs(ChargeSerdes serdes, IReadOnlyDictionary<string, int> partitions) =>
        [.. Topology(serdes).InputTopics.Where(partitions.ContainsKey).SelectMany(t => Enumerable.Range(0, partitions[t]).Select(p => new TopicPartition(t, p)))];

    private Streams.Topology Topology(ChargeSerdes serdes) =>
        ChargePipeline.Build(new ChargePipelineOptions { Tenant = protection.Tenant.Tenant, Tokens = protection.Tokens, Partitions = protection.Tenant.Partitions }, serdes);

    private void Note(string what, string code, long count) => protection.Audit.Record(new AuditEvent
    {
        Kind = AuditKind.KeyRotated,
        Tenant = protection.Tenant.Tenant,
        At = protection.Time.GetUtcNow(),
        Actor = actor,
        Object = what,
        Code = code,
        Count = count,
    });

    /// <summary>What a rehearsal renames to: nothing of it is written, so no key is needed.</summary>
    private sealed class StandIn(ISourceTokens before, int version) : ISourceTokens
    {
        public string Token(string space, string identifier) =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"t{version}{before.Token(space, identifier)[^26..]}");
    }
}
