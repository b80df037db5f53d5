using Syntra.Streams.Processors;
using Syntra.Streams.State;

namespace Syntra.Streams.Runtime;

/// <summary>
/// Stores of tasks that do not run here at the moment: closed cleanly and kept in case the task comes back, or followed as
/// standbys. A task that starts takes its stores from here, so that only the tail of the changelog is left to restore.
/// </summary>
internal sealed class StoreShelf(TimeProvider time, Func<TaskId, StoreBuilder, IByteStore> create) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(TaskId Task, string Store), Entry> _entries = [];
    private readonly HashSet<(TaskId Task, string Store)> _taken = [];

    /// <summary>Called before a shelved store changes hands, so that nobody follows it any more.</summary>
    public Action<TaskId, string> Leaving { get; set; } = static (_, _) => { };

    /// <summary>The store's bytes: the shelved ones, or new ones.</summary>
    public IByteStore Take(TaskId task, StoreBuilder builder)
    {
        lock (_gate)
        {
            // From here on no standby is started for it; one that was is stopped next.
            _taken.Add((task, builder.Name));
        }

        Leaving(task, builder.Name);
        lock (_gate)
        {
            return _entries.Remove((task, builder.Name), out var entry) ? entry.Bytes : create(task, builder);
        }
    }

    /// <summary>A task has closed its store without leaving it here.</summary>
    public void Closed(TaskId task, string store)
    {
        lock (_gate)
        {
            _taken.Remove((task, store));
        }
    }

    /// <summary>Hands the bytes of a task that runs elsewhere to <paramref name="follow"/>; false while a task of this process has them.</summary>
    public bool Standby(TaskId task, StoreBuilder builder, Action<IByteStore> follow)
    {
        lock (_gate)
        {
            var id = (task, builder.Name);
            if (_taken.Contains(id))
            {
                return false;
            }

            if (!_entries.TryGetValue(id, out var entry))
            {
                entry = new Entry(create(task, builder), time.GetTimestamp());
                _entries.Add(id, entry);
            }

            follow(entry.Bytes);
            return true;
        }
    }

    /// <summary>Keeps a store whose content is committed and whose checkpoint is known.</summary>
    public void Put(TaskId task, string store, IByteStore bytes)
    {
        lock (_gate)
        {
            _taken.Remove((task, store));
            _entries[(task, store)] = new Entry(bytes, time.GetTimestamp());
        }
    }

    /// <summary>Closes what nobody took back within <paramref name="age"/>, except what <paramref name="keep"/> wants.</summary>
    public void Trim(TimeSpan age, Func<TaskId, string, bool> keep)
    {
        lock (_gate)
        {
            foreach (var (id, entry) in _entries.Where(e => time.GetElapsedTime(e.Value.Since) >= age && !keep(e.Key.Task, e.Key.Store)).ToList())
            {
                _entries.Remove(id);
                entry.Bytes.Dispose();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var entry in _entries.Values)
            {
                entry.Bytes.Dispose();
            }

            _entries.Clear();
        }
    }

    private sealed record Entry(IByteStore Bytes, long Since);
}
