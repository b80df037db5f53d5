using Syntra.Streams.Graph;
using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;
using Syntra.Streams.Tables;
using Syntra.Streams.Windows;

namespace Syntra.Streams.Dsl;

/// <summary>Names for a join of two streams: its stores become <c>name-this</c> and <c>name-other</c>.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value type of the stream that joins.</typeparam>
/// <typeparam name="TOther">The value type of the stream that it is joined with.</typeparam>
/// <param name="Name">The name of the join.</param>
/// <param name="KeySerde">The serde of the keys.</param>
/// <param name="ValueSerde">The serde of this stream's values.</param>
/// <param name="OtherSerde">The serde of the other stream's values.</param>
public sealed record StreamJoined<TKey, TValue, TOther>(string Name, ISerde<TKey> KeySerde, ISerde<TValue> ValueSerde, ISerde<TOther> OtherSerde)
{
    /// <summary>Where the stores keep their entries.</summary>
    public State.StoreKind Kind { get; init; }
}

/// <summary>How a stream is joined with a table. Where the stream's key may have changed, it goes through a repartition topic, which needs the name and the serdes.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value type of the stream.</typeparam>
public sealed record Joined<TKey, TValue>
{
    internal Joined(string name, ISerde<TKey>? keySerde, ISerde<TValue>? valueSerde)
    {
        Naming.Check(name);
        (Name, KeySerde, ValueSerde) = (name, keySerde, valueSerde);
    }

    /// <summary>The name, which becomes <c>application.id-name-repartition</c> where that is needed, else the node's name.</summary>
    public string Name { get; }

    /// <summary>The serde of the keys; null to take the stream's.</summary>
    public ISerde<TKey>? KeySerde { get; }

    /// <summary>The serde of the stream's values; null to take the stream's.</summary>
    public ISerde<TValue>? ValueSerde { get; }
}

/// <summary>Makes <see cref="Joined{TKey,TValue}"/>.</summary>
public static class Joined
{
    /// <summary>A join with a name and serdes.</summary>
    public static Joined<TKey, TValue> As<TKey, TValue>(string name, ISerde<TKey> keySerde, ISerde<TValue> valueSerde) => new(name, keySerde, valueSerde);

    /// <summary>A join with a name, and the stream's own serdes.</summary>
    public static Joined<TKey, TValue> As<TKey, TValue>(string name) => new(name, null, null);
}

// Joins of a stream with tables.
public sealed partial class KStream<TKey, TValue>
{
    /// <summary>Joins each record with the table's row of its key, as it is when the record is processed; records without a row are left out.</summary>
    /// <param name="table">The table; it must be kept in a store.</param>
    /// <param name="joiner">Makes the result.</param>
    /// <param name="joined">Name and serdes, for the repartition topic where the stream's key may have changed.</param>
    public KStream<TKey, TResult> Join<TRow, TResult>(KTable<TKey, TRow> table, Func<TValue, TRow, TResult> joiner, Joined<TKey, TValue>? joined = null) =>
        JoinTable<TRow, TResult>(table, (_, value, row) => joiner(value, row!), left: false, joined);

    /// <summary>The same; records without a row are joined with null.</summary>
    public KStream<TKey, TResult> LeftJoin<TRow, TResult>(KTable<TKey, TRow> table, Func<TValue, TRow?, TResult> joiner, Joined<TKey, TValue>? joined = null) =>
        JoinTable<TRow, TResult>(table, (_, value, row) => joiner(value, row), left: true, joined);

    /// <summary>Joins each record with the row of a global table; no co-partitioning is needed.</summary>
    public KStream<TKey, TResult> Join<TTableKey, TRow, TResult>(
        GlobalKTable<TTableKey, TRow> table, Func<TKey, TValue, TTableKey> keySelector, Func<TValue, TRow, TResult> joiner, Named? named = null) =>
        JoinGlobal<TTableKey, TRow, TResult>(table, keySelector, (_, value, row) => joiner(value, row!), left: false, named);

    /// <summary>The same; records without a row are joined with null.</summary>
    public KStream<TKey, TResult> LeftJoin<TTableKey, TRow, TResult>(
        GlobalKTable<TTableKey, TRow> table, Func<TKey, TValue, TTableKey> keySelector, Func<TValue, TRow?, TResult> joiner, Named? named = null) =>
        JoinGlobal<TTableKey, TRow, TResult>(table, keySelector, (_, value, row) => joiner(value, row), left: true, named);

    private KStream<TKey, TResult> JoinTable<TRow, TResult>(
        KTable<TKey, TRow> table, Func<TKey, TValue, TRow?, TResult> joiner, bool left, Joined<TKey, TValue>? joined)
    {
        var store = table.NeedStore("A stream-table join");
        var stream = KeyChanged ? WithSerdes(joined?.KeySerde, joined?.ValueSerde).Through(joined?.Name, null, "A stream-table join") : this;
        var name = joined?.Name ?? Graph.NextName("KSTREAM-JOIN");
        var spec = stream.Add(new ProcessorSpec<TKey, TValue, TKey, TResult>(name, () => new StreamTableJoinNode<TKey, TValue, TRow, TResult>(store, joiner, left)));
        Graph.Connect(spec, [store]);
        Graph.CoPartitioned.Add([.. stream.Sources, .. table.Sources]);
        return new KStream<TKey, TResult>(Graph, spec, [.. stream.Sources, .. table.Sources], stream.KeySerde, null, keyChanged: false);
    }

    private KStream<TKey, TResult> JoinGlobal<TTableKey, TRow, TResult>(
        GlobalKTable<TTableKey, TRow> table, Func<TKey, TValue, TTableKey> keySelector, Func<TKey, TValue, TRow?, TResult> joiner, bool left, Named? named)
    {
        var spec = Add(new ProcessorSpec<TKey, TValue, TKey, TResult>(
            NameOf(named, "KSTREAM-GLOBALJOIN"),
            () => new StreamGlobalJoinNode<TKey, TValue, TTableKey, TRow, TResult>(table.StoreName, keySelector, joiner, left)));
        return new KStream<TKey, TResult>(Graph, spec, Sources, KeySerde, null, KeyChanged);
    }
}

// Windowed joins of two streams.
public sealed partial class KStream<TKey, TValue>
{
    /// <summary>Each pair of records of a key whose event times lie within the window, once.</summary>
    public KStream<TKey, TResult> Join<TOther, TResult>(
        KStream<TKey, TOther> other, Func<TValue, TOther, TResult> joiner, JoinWindows windows, StreamJoined<TKey, TValue, TOther> joined) =>
        JoinStream<TOther, TResult>(other, (x, y) => joiner(x!, y!), windows, joined, left: false, right: false);

    /// <summary>The same, and each record of this stream that met none, once its window has closed.</summary>
    public KStream<TKey, TResult> LeftJoin<TOther, TResult>(
        KStream<TKey, TOther> other, Func<TValue, TOther?, TResult> joiner, JoinWindows windows, StreamJoined<TKey, TValue, TOther> joined) =>
        JoinStream<TOther, TResult>(other, (x, y) => joiner(x!, y), windows, joined, left: true, right: false);

    /// <summary>The same, and each record of either stream that met none, once its window has closed.</summary>
    public KStream<TKey, TResult> OuterJoin<TOther, TResult>(
        KStream<TKey, TOther> other, Func<TValue?, TOther?, TResult> joiner, JoinWindows windows, StreamJoined<TKey, TValue, TOther> joined) =>
        JoinStream(other, joiner, windows, joined, left: true, right: true);

    private KStream<TKey, TResult> JoinStream<TOther, TResult>(
        KStream<TKey, TOther> other, Func<TValue?, TOther?, TResult> joiner, JoinWindows windows, StreamJoined<TKey, TValue, TOther> joined, bool left, bool right)
    {
        var (name, thisStore, otherStore) = (joined.Name, $"{joined.Name}-this", $"{joined.Name}-other");
        Graph.AddStore(new JoinStoreBuilder<TKey, TValue>(thisStore, joined.KeySerde, joined.ValueSerde) { Kind = joined.Kind });
        Graph.AddStore(new JoinStoreBuilder<TKey, TOther>(otherStore, joined.KeySerde, joined.OtherSerde) { Kind = joined.Kind });
        var mine = KeyChanged ? WithSerdes(joined.KeySerde, joined.ValueSerde).Through($"{name}-left", null, "A join") : this;
        var theirs = other.KeyChanged ? other.WithSerdes(joined.KeySerde, joined.OtherSerde).Through($"{name}-right", null, "A join") : other;
        var (before, after, grace) = ((long)windows.Before.TotalMilliseconds, (long)windows.After.TotalMilliseconds, (long)windows.Grace.TotalMilliseconds);
        var merge = Graph.Add(new ProcessorSpec<TKey, TResult, TKey, TResult>($"{name}-merge", () => new PassNode<TKey, TResult>()));
        Side(mine, $"{name}-join-this", () => new StreamStreamJoinNode<TKey, TValue, TOther, TResult>(thisStore, otherStore, before, after, grace, joiner, left));
        Side(theirs, $"{name}-join-other", () => new StreamStreamJoinNode<TKey, TOther, TValue, TResult>(
            otherStore, thisStore, after, before, grace, (y, x) => joiner(x, y), right));
        Graph.CoPartitioned.Add([.. mine.Sources, .. theirs.Sources]);
        return new KStream<TKey, TResult>(Graph, merge, [.. mine.Sources, .. theirs.Sources], joined.KeySerde, null, keyChanged: false);

        void Side<TAny>(KStream<TKey, TAny> stream, string node, Func<Node<TKey, TAny, TKey, TResult>> create)
        {
            var clock = stream.SameType("KSTREAM-JOINCLOCK", null, () => new JoinClockNode<TKey, TAny>($"{name}-join-this", $"{name}-join-other"));
            var spec = clock.Add(new ProcessorSpec<TKey, TAny, TKey, TResult>(node, create));
            Graph.Connect(spec, [thisStore, otherStore]);
            spec.Connect(merge);
        }
    }
}

// Joins of two tables.
public sealed partial class KTable<TKey, TValue>
{
    /// <summary>The rows that both tables have, joined. Both tables must be kept in stores.</summary>
    public KTable<TKey, TResult> Join<TOther, TResult>(
        KTable<TKey, TOther> other, Func<TValue, TOther, TResult> joiner, Named? named = null, Materialized<TKey, TResult>? materialized = null) =>
        JoinTable<TOther, TResult>(other, (x, y) => joiner(x!, y!), needsThis: true, needsOther: true, named, materialized);

    /// <summary>Every row of this table, joined with the other's row or null.</summary>
    public KTable<TKey, TResult> LeftJoin<TOther, TResult>(
        KTable<TKey, TOther> other, Func<TValue, TOther?, TResult> joiner, Named? named = null, Materialized<TKey, TResult>? materialized = null) =>
        JoinTable<TOther, TResult>(other, (x, y) => joiner(x!, y), needsThis: true, needsOther: false, named, materialized);

    /// <summary>The rows that either table has, joined with the other's row or null.</summary>
    public KTable<TKey, TResult> OuterJoin<TOther, TResult>(
        KTable<TKey, TOther> other, Func<TValue?, TOther?, TResult> joiner, Named? named = null, Materialized<TKey, TResult>? materialized = null) =>
        JoinTable(other, joiner, needsThis: false, needsOther: false, named, materialized);

    private KTable<TKey, TResult> JoinTable<TOther, TResult>(
        KTable<TKey, TOther> other, Func<TValue?, TOther?, TResult> joiner, bool needsThis, bool needsOther, Named? named, Materialized<TKey, TResult>? materialized)
    {
        var (mine, others) = (NeedStore("A join of tables"), other.NeedStore("A join of tables"));
        var name = named?.Name ?? Graph.NextName("KTABLE-JOIN");
        var left = Add(new ProcessorSpec<TKey, Change<TValue>, TKey, Change<TResult>>(
            $"{name}-this", () => new TableTableJoinNode<TKey, TValue, TOther, TResult>(others, joiner, needsThis, needsOther)));
        var right = other.Add(new ProcessorSpec<TKey, Change<TOther>, TKey, Change<TResult>>(
            $"{name}-other", () => new TableTableJoinNode<TKey, TOther, TValue, TResult>(mine, (y, x) => joiner(x, y), needsOther, needsThis)));
        Graph.Connect(left, [others]);
        Graph.Connect(right, [mine]);
        Graph.CoPartitioned.Add([.. Sources, .. other.Sources]);
        var merge = Graph.Add(new ProcessorSpec<TKey, Change<TResult>, TKey, Change<TResult>>($"{name}-merge", () => new PassNode<TKey, Change<TResult>>()));
        left.Connect(merge);
        right.Connect(merge);
        return new KTable<TKey, TResult>(Graph, merge, [.. Sources, .. other.Sources], KeySerde, null, null).Keep(materialized);
    }
}
