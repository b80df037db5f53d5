using System.Globalization;
using Syntra.Avro;
using Syntra.Avro.Compatibility;
using Syntra.Kafka.Embedded.Registry.Log;

namespace Syntra.Kafka.Embedded.Registry;

/// <summary>What the API does: reads from the state; writes go to the log one at a time, and come back through it into the state.</summary>
internal sealed partial class RegistryService(RegistryState state, ISchemaLog log)
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SchemaTexts _texts = new(state);
    private bool _uncertain;

    public RegistryState State => state;

    /// <summary>Registers a schema under a subject, or finds it there.</summary>
    /// <exception cref="RegistryException">42201, 42205, 409, or the log's errors.</exception>
    public async Task<RegisteredSchema> RegisterAsync(string subject, string text, IReadOnlyList<SchemaReference> references, CancellationToken cancellationToken)
    {
        var (schema, canonical) = _texts.Parse(text, references);
        return await WriteAsync(
            async () =>
            {
                var all = state.Versions(subject, Visibility.All);
                if (all.FirstOrDefault(version => !version.Deleted && version.SameSchema(canonical, references)) is { } known)
                {
                    return known;
                }

                RefuseReadOnly(subject);
                RefuseIncompatible(subject, schema, [.. all.Where(version => !version.Deleted)]);
                var registered = new RegisteredSchema(subject, NextVersion(all), IdOf(canonical, references), canonical, references, Deleted: false);
                await AppendAsync(LogFormat.SchemaKey(subject, registered.Version), LogFormat.SchemaValue(registered)).ConfigureAwait(false);
                return registered;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds a schema under a subject.</summary>
    /// <exception cref="RegistryException">40401, 40403, 42201.</exception>
    public RegisteredSchema Lookup(string subject, string text, IReadOnlyList<SchemaReference> references, Visibility visibility)
    {
        var versions = Versions(subject, visibility);
        var canonical = _texts.Parse(text, references).Text;
        return versions.LastOrDefault(version => version.SameSchema(canonical, references)) ?? throw RegistryException.SchemaNotFound();
    }

    /// <summary>The visible versions of a subject.</summary>
    /// <exception cref="RegistryException">40401.</exception>
    public IReadOnlyList<RegisteredSchema> Versions(string subject, Visibility visibility) =>
        state.Versions(subject, visibility) is { Count: > 0 } versions ? versions : throw RegistryException.SubjectNotFound(subject);

    /// <summary>One version of a subject; "latest" and -1 are the last visible one.</summary>
    /// <exception cref="RegistryException">40401, 40402, 42202.</exception>
    public RegisteredSchema Version(string subject, string version, Visibility visibility)
    {
        var number = ParseVersion(version);
        var versions = Versions(subject, visibility);
        return (number is null ? versions[^1] : versions.FirstOrDefault(schema => schema.Version == number)) ?? throw RegistryException.VersionNotFound(version);
    }

    /// <summary>The versions that carry an id.</summary>
    /// <exception cref="RegistryException">40403.</exception>
    public IReadOnlyList<RegisteredSchema> ById(int id, Visibility visibility)
    {
        var found = state.All(Visibility.All).Where(schema => schema.Id == id).ToList();
        return found.Count > 0 ? [.. found.Where(visibility.Shows)] : throw RegistryException.SchemaIdNotFound(id);
    }

    /// <summary>Ids of the schemas that refer to one version.</summary>
    public IReadOnlyList<int> ReferencedBy(RegisteredSchema target) =>
        [.. state.All(Visibility.Present).Where(schema => RefersTo(schema, target)).Select(schema => schema.Id).Distinct().Order()];

    /// <summary>Checks a schema against one version, or against those that the subject's mode says; empty when compatible.</summary>
    /// <exception cref="RegistryException">40402, 42201, 42202.</exception>
    public IReadOnlyList<string> TestCompatibility(string subject, string? version, string text, IReadOnlyList<SchemaReference> references)
    {
        var schema = _texts.Parse(text, references).Schema;
        var earlier = state.Versions(subject, Visibility.Present);
        if (version is not null)
        {
            // Nothing to be compared with is no conflict, but a version that was named must be there.
            var number = ParseVersion(version);
            earlier = [.. earlier.Where(candidate => number is null ? candidate == earlier[^1] : candidate.Version == number)];
            return number is null || earlier.Count > 0 ? Conflicts(subject, schema, earlier) : throw RegistryException.VersionNotFound(version);
        }

        return Conflicts(subject, schema, earlier);
    }

    /// <summary>What a subject takes, in effect.</summary>
    public RegistryMode EffectiveMode(string subject) =>
        state.Mode("") == RegistryMode.ReadOnlyOverride ? RegistryMode.ReadOnlyOverride : state.Mode(subject) ?? state.Mode("")!.Value;

    /// <summary>The compatibility mode in effect for a subject.</summary>
    public CompatibilityMode EffectiveLevel(string subject) => state.Level(subject) ?? state.Level("")!.Value;

    private static int? ParseVersion(string version)
    {
        if (version is "latest" or "-1")
        {
            return null;
        }

        return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw RegistryException.InvalidVersion(version);
    }

    private static bool RefersTo(RegisteredSchema schema, RegisteredSchema target) =>
        schema.References.Any(reference => reference.Subject == target.Subject && reference.Version == target.Version);

    private static int NextVersion(IReadOnlyList<RegisteredSchema> all) => all.Count == 0 ? 1 : all[^1].Version + 1;

    // The same schema has one id everywhere, soft-deleted versions included: data with it may still be around.
    private int IdOf(string text, IReadOnlyList<SchemaReference> references) =>
        state.All(Visibility.All).FirstOrDefault(schema => schema.SameSchema(text, references))?.Id ?? state.MaxId + 1;

    private void RefuseReadOnly(string subject)
    {
        if (EffectiveMode(subject) is RegistryMode.ReadOnly or RegistryMode.ReadOnlyOverride)
        {
            throw RegistryException.NotPermitted(subject.Length == 0 ? "The registry is in read-only mode" : $"Subject {subject} is in read-only mode");
        }
    }

    private void RefuseIncompatible(string subject, Schema schema, IReadOnlyList<RegisteredSchema> earlier)
    {
        if (Conflicts(subject, schema, earlier) is { Count: > 0 } conflicts)
        {
            throw RegistryException.Incompatible(subject, conflicts);
        }
    }

    private IReadOnlyList<string> Conflicts(string subject, Schema schema, IReadOnlyList<RegisteredSchema> earlier)
    {
        var level = EffectiveLevel(subject);
        var conflicts = SchemaCompatibility.Check(level, schema, [.. earlier.Select(_texts.Parse)]);
        return conflicts.Count == 0
            ? []
            : [.. conflicts.Select(conflict => $"{{{conflict}, oldSchemaVersion: {earlier[conflict.Index].Version}}}"), $"{{compatibility: '{level.Name()}'}}"];
    }

    private async Task<T> WriteAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_uncertain)
            {
                // A write without an answer may have reached the log. Once this record has come back, so has that one.
                await log.AppendAsync(LogFormat.NoopKey, null).ConfigureAwait(false);
                _uncertain = false;
            }

            return await write().ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Not cancellable: a client that goes away must not leave a write behind that the next one does not see.</summary>
    private async Task AppendAsync(string key, string? value)
    {
        _uncertain = true;
        await log.AppendAsync(key, value).ConfigureAwait(false);
        _uncertain = false;
    }
}
