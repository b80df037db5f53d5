using Syntra.Streams.Dsl;
using Syntra.Streams.Runtime;
using Syntra.Streams.State;

namespace Syntra.Streams.Tables;

/// <summary>A global table as declared.</summary>
internal abstract class GlobalTableSpec(string topic, string storeName)
{
    public string Topic => topic;

    public string StoreName => storeName;

    public abstract GlobalStore Create();
}

/// <inheritdoc />
internal sealed class GlobalTableSpec<TKey, TValue>(string topic, string storeName, Consumed<TKey, TValue> consumed)
    : GlobalTableSpec(topic, storeName)
{
    public override GlobalStore Create() => new GlobalStore<TKey, TValue>(StoreName, Topic, consumed.KeySerde, consumed.ValueSerde);
}

/// <summary>A global table's content; one writer (the table's consumer), any number of readers.</summary>
internal abstract class GlobalStore : IStateStore
{
    public abstract string Name { get; }

    /// <summary>Applies a record of the topic.</summary>
    /// <exception cref="Errors.PoisonRecordException">The record cannot be read; nothing was changed.</exception>
    public abstract void Apply(in RawRecord record);

    /// <summary>Gives an empty table of the same declaration this one's rows; values are immutable, so they are shared.</summary>
    public abstract void CopyTo(GlobalStore other);
}
