using Syntra.Streams.Runtime;
using Syntra.Streams.State;
using Syntra.Streams.Windows;

namespace Syntra.Streams.Queries;

/// <summary>
/// Reads one store over all tasks that run in this process. Each read holds the task that it looks into between two batches;
/// walks copy a task's entries while they hold it. Under exactly-once the content may be ahead of the last commit.
/// </summary>
internal sealed class LocalKeyValueView<TKey, TValue>(string name, Func<IReadOnlyList<StreamTask>> tasks) : IReadOnlyKeyValueStore<TKey, TValue>
{
    public string Name => name;

    public long ApproximateCount => Locals.Each<IReadOnlyKeyValueStore<TKey, TValue>, long>(tasks(), name, s => s.ApproximateCount).Sum();

    public TValue? Get(TKey key) => TryGet(key, out var value) ? value : default;

    public bool TryGet(TKey key, out TValue value)
    {
        foreach (var (found, candidate) in Locals.Each<IReadOnlyKeyValueStore<TKey, TValue>, (bool, TValue)>(tasks(), name, s => (s.TryGet(key, out var v), v)))
        {
            if (found)
            {
                value = candidate;
                return true;
            }
        }

        value = default!;
        return false;
    }

    public IEnumerable<KeyValuePair<TKey, TValue>> All() => Walk(s => s.All());

    public IEnumerable<KeyValuePair<TKey, TValue>> Range(TKey from, TKey to) => Walk(s => s.Range(from, to));

    public IEnumerable<KeyValuePair<TKey, TValue>> PrefixScan(TKey prefix) => Walk(s => s.PrefixScan(prefix));

    private IEnumerable<KeyValuePair<TKey, TValue>> Walk(Func<IReadOnlyKeyValueStore<TKey, TValue>, IEnumerable<KeyValuePair<TKey, TValue>>> read) =>
        Locals.Each<IReadOnlyKeyValueStore<TKey, TValue>, List<KeyValuePair<TKey, TValue>>>(tasks(), name, s => [.. read(s)]).SelectMany(e => e);
}

/// <inheritdoc cref="LocalKeyValueView{TKey,TValue}" />
internal sealed class LocalWindowView<TKey, TValue>(string name, Func<IReadOnlyList<StreamTask>> tasks) : IReadOnlyWindowStore<TKey, TValue>
{
    public string Name => name;

    public bool TryGet(TKey key, long startMs, out TValue value)
    {
        var hit = Locals.Each<IReadOnlyWindowStore<TKey, TValue>, (bool Found, TValue Value)>(tasks(), name, s => (s.TryGet(key, startMs, out var v), v))
            .FirstOrDefault(r => r.Found);
        value = hit.Value;
        return hit.Found;
    }

    public IEnumerable<KeyValuePair<Windowed<TKey>, TValue>> Fetch(TKey key, DateTimeOffset from, DateTimeOffset to) => Walk(s => s.Fetch(key, from, to));

    public IEnumerable<KeyValuePair<Windowed<TKey>, TValue>> All() => Walk(s => s.All());

    private IEnumerable<KeyValuePair<Windowed<TKey>, TValue>> Walk(Func<IReadOnlyWindowStore<TKey, TValue>, IEnumerable<KeyValuePair<Windowed<TKey>, TValue>>> read) =>
        Locals.Each<IReadOnlyWindowStore<TKey, TValue>, List<KeyValuePair<Windowed<TKey>, TValue>>>(tasks(), name, s => [.. read(s)]).SelectMany(e => e);
}

/// <summary>Visits a store in every local task, holding the task meanwhile.</summary>
internal static class Locals
{
    public static IEnumerable<TResult> Each<TStore, TResult>(IReadOnlyList<StreamTask> tasks, string name, Func<TStore, TResult> read)
        where TStore : class
    {
        foreach (var task in tasks)
        {
            TResult result;
            lock (task.Gate)
            {
                if (task.FindOwnStore(name) is not { } store)
                {
                    continue;
                }

                result = read(store as TStore ?? throw new InvalidOperationException($"Store {name} does not hold these types; it is a {store.GetType().Name}."));
            }

            yield return result;
        }
    }
}
