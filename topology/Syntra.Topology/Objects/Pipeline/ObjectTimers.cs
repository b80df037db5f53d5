using System.Globalization;
using Syntra.Contracts;
using Syntra.Streams.State;

namespace Syntra.Topology.Objects.Pipeline;

/// <summary>Objects by the time at which their first waiting version leaves.</summary>
internal sealed class ObjectTimers(IKeyValueStore<string, string> store)
{
    // Above every digit and the separator.
    private const string AboveAll = "~";

    /// <summary>Keeps the index in step with the table.</summary>
    public void Move(string key, DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from == to)
        {
            return;
        }

        if (from is { } old)
        {
            store.Delete(At(old, key));
        }

        if (to is { } next)
        {
            store.Put(At(next, key), key);
        }
    }

    /// <summary>Keys whose time has come, the earliest first.</summary>
    public List<string> Due(DateTimeOffset now, int most) => [.. store.Range("", Prefix(now) + AboveAll).Take(most).Select(e => e.Value)];

    private static string At(DateTimeOffset time, string key) => $"{Prefix(time)}|{key}";

    private static string Prefix(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString("D15", CultureInfo.InvariantCulture);
}
