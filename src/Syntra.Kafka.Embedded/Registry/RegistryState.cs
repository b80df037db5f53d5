using Syntra.Avro.Compatibility;
using Syntra.Kafka.Embedded.Registry.Log;

namespace Syntra.Kafka.Embedded.Registry;

/// <summary>What the log says, applied record by record. Readers and the one thread that applies share a lock.</summary>
internal sealed class RegistryState
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SortedDictionary<int, RegisteredSchema>> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompatibilityMode> _levels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RegistryMode> _modes = new(StringComparer.Ordinal);
    private int _maxId;

    /// <summary>Highest id ever seen.</summary>
    public int MaxId
    {
        get
        {
            lock (_lock)
            {
                return _maxId;
            }
        }
    }

    /// <summary>Applies one record of the log; unknown kinds of records are left to whoever wrote them.</summary>
    public void Apply(string key, string? value)
    {
        if (LogFormat.ReadKey(key) is not { } parsed)
        {
            return;
        }

        lock (_lock)
        {
            switch (parsed.Kind)
            {
                case LogKeyKind.Schema: ApplySchema(parsed, value); break;
                case LogKeyKind.Config: Set(_levels, parsed.Subject, LogFormat.ReadConfig(value)); break;
                case LogKeyKind.Mode: Set(_modes, parsed.Subject, LogFormat.ReadMode(value)); break;
                case LogKeyKind.DeleteSubject when LogFormat.ReadDeletedVersion(value) is { } version: SoftDelete(parsed.Subject, version); break;
                case LogKeyKind.ClearSubject: _subjects.Remove(parsed.Subject); break;
            }
        }
    }

    /// <summary>All subjects that have a version that is visible.</summary>
    public IReadOnlyList<string> Subjects(Visibility visibility)
    {
        lock (_lock)
        {
            return [.. _subjects.Where(subject => subject.Value.Values.Any(visibility.Shows)).Select(subject => subject.Key)];
        }
    }

    /// <summary>The visible versions of a subject, oldest first; empty for an unknown subject.</summary>
    public IReadOnlyList<RegisteredSchema> Versions(string subject, Visibility visibility)
    {
        lock (_lock)
        {
            return _subjects.TryGetValue(subject, out var versions) ? [.. versions.Values.Where(visibility.Shows)] : [];
        }
    }

    /// <summary>Everything, by subject and version.</summary>
    public IReadOnlyList<RegisteredSchema> All(Visibility visibility)
    {
        lock (_lock)
        {
            return [.. _subjects.Values.SelectMany(versions => versions.Values).Where(visibility.Shows)];
        }
    }

    /// <summary>The mode of a subject, or null where it has none of its own; the empty name asks for the global one.</summary>
    public CompatibilityMode? Level(string subject)
    {
        lock (_lock)
        {
            return _levels.TryGetValue(subject, out var level) ? level : subject.Length == 0 ? CompatibilityMode.Backward : null;
        }
    }

    /// <summary>As <see cref="Level"/>, for what a subject takes.</summary>
    public RegistryMode? Mode(string subject)
    {
        lock (_lock)
        {
            return _modes.TryGetValue(subject, out var mode) ? mode : subject.Length == 0 ? RegistryMode.ReadWrite : null;
        }
    }

    private void ApplySchema(LogKey key, string? value)
    {
        if (LogFormat.ReadSchema(value) is { } schema)
        {
            if (!_subjects.TryGetValue(key.Subject, out var versions))
            {
                _subjects.Add(key.Subject, versions = []);
            }

            versions[key.Version] = schema;
            _maxId = Math.Max(_maxId, schema.Id);
        }
        else if (value is null && _subjects.TryGetValue(key.Subject, out var versions) && versions.Remove(key.Version) && versions.Count == 0)
        {
            _subjects.Remove(key.Subject);
        }
    }

    private static void Set<T>(Dictionary<string, T> settings, string subject, T? value)
        where T : struct
    {
        if (value is { } given)
        {
            settings[subject] = given;
        }
        else
        {
            settings.Remove(subject);
        }
    }

    private void SoftDelete(string subject, int upTo)
    {
        if (_subjects.TryGetValue(subject, out var versions))
        {
            foreach (var schema in versions.Values.Where(schema => schema.Version <= upTo).ToList())
            {
                versions[schema.Version] = schema with { Deleted = true };
            }
        }
    }
}

/// <summary>Which versions a request asks for: those that are not soft-deleted, all, or only the soft-deleted.</summary>
internal readonly record struct Visibility(bool Live, bool Deleted)
{
    public static readonly Visibility Present = new(Live: true, Deleted: false);
    public static readonly Visibility All = new(Live: true, Deleted: true);

    public bool Shows(RegisteredSchema schema) => schema.Deleted ? Deleted : Live;
}
