using Syntra.Kafka.Embedded.Registry.Log;

namespace Syntra.Kafka.Embedded.Tests.Registry;

/// <summary>The log of a registry without Kafka: keeps every record, and can fail the next append.</summary>
internal sealed class InMemorySchemaLog(IEnumerable<(string Key, string? Value)>? records = null) : ISchemaLog
{
    private readonly Lock _lock = new();
    private readonly List<(string Key, string? Value)> _records = [.. records ?? []];
    private Action<string, string?> _apply = (_, _) => { };

    public IReadOnlyList<(string Key, string? Value)> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    /// <summary>Runs before the next append, and not after it; may throw.</summary>
    public Action? BeforeNext { get; set; }

    /// <summary>Records that reach the log, but are applied only with the next append: an answer that got lost.</summary>
    public int LoseAnswers { get; set; }

    public Task StartAsync(Action<string, string?> apply, CancellationToken cancellationToken)
    {
        _apply = apply;
        foreach (var (key, value) in Records)
        {
            apply(key, value);
        }

        return Task.CompletedTask;
    }

    public async Task AppendAsync(string key, string? value)
    {
        await Task.Yield();
        var before = BeforeNext;
        BeforeNext = null;
        before?.Invoke();
        lock (_lock)
        {
            _records.Add((key, value));
            if (LoseAnswers > 0)
            {
                LoseAnswers--;
                throw Embedded.Registry.RegistryException.Timeout();
            }

            // Replays from the start: what was lost before comes in its place.
            foreach (var record in _records)
            {
                _apply(record.Key, record.Value);
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
