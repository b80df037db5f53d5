using Syntra.Avro.Compatibility;
using Syntra.Kafka.Embedded.Registry.Log;

namespace Syntra.Kafka.Embedded.Registry;

/// <summary>What the log says, applied record by record. Readers and the one thread that applies share a lock.</summary>
internal sealed class RegistryState
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SortedDictionary<int, RegisteredSchema>> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompatibilityMode> _levels = new(StringComparer.Ordinal);
    private CompatibilityMode? _global;
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
                case LogKeyKind.Config: ApplyConfig(parsed.Subject, LogFormat.ReadConfig(value)); break;
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
            return subject.Length == 0 ? _global ?? CompatibilityMode.Backward : _levels.TryGetValue(subject, out var level) ? level : null;
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

    private void ApplyConfig(string subject, CompatibilityMode? level)
    {
        if (subject.Length == 0)
        {
            _global = level;
        }
        else if (level is { } given)
        {
            _levels[subject] = given;
        }
        else
        {
            _levels.Remove(subject);
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
