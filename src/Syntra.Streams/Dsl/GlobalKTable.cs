using Syntra.Streams.Tables;

namespace Syntra.Streams.Dsl;

/// <summary>A table that every instance holds whole; see <see cref="StreamsBuilder.GlobalTable"/>.</summary>
/// <typeparam name="TKey">The key's type.</typeparam>
/// <typeparam name="TValue">The value's type.</typeparam>
public sealed class GlobalKTable<TKey, TValue>
{
    internal GlobalKTable(GlobalTableSpec<TKey, TValue> spec) => Spec = spec;

    /// <summary>The name under which processors find the table.</summary>
    public string StoreName => Spec.StoreName;

    internal GlobalTableSpec<TKey, TValue> Spec { get; }
}
