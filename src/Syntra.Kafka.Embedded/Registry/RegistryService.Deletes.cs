using Syntra.Avro.Compatibility;
using Syntra.Kafka.Embedded.Registry.Log;

namespace Syntra.Kafka.Embedded.Registry;

/// <content>Soft and hard deletes, compatibility levels and modes.</content>
internal sealed partial class RegistryService
{
    /// <summary>Deletes a subject: soft first, then for good.</summary>
    /// <returns>The versions that were deleted.</returns>
    /// <exception cref="RegistryException">40401, 40404, 40405, 42205, 42206.</exception>
    public Task<IReadOnlyList<int>> DeleteSubjectAsync(string subject, bool permanent, CancellationToken cancellationToken) => WriteAsync<IReadOnlyList<int>>(
        async () =>
        {
            var all = Versions(subject, Visibility.All);
            RefuseReadOnly(subject);
            var live = all.Where(schema => !schema.Deleted).ToList();
            RefuseReferenced(permanent ? all : live);
            if (permanent)
            {
                await EraseAsync(live.Count == 0 ? all : throw RegistryException.SubjectNotSoftDeleted(subject)).ConfigureAwait(false);
                return [.. all.Select(schema => schema.Version)];
            }

            var last = live.Count > 0 ? live[^1].Version : throw RegistryException.SubjectSoftDeleted(subject);
            await AppendAsync(LogFormat.DeleteSubjectKey(subject), LogFormat.DeleteSubjectValue(subject, last)).ConfigureAwait(false);
            if (state.Level(subject) is not null)
            {
                await AppendAsync(LogFormat.ConfigKey(subject), null).ConfigureAwait(false);
            }

            if (state.Mode(subject) is not null)
            {
                await AppendAsync(LogFormat.ModeKey(subject), null).ConfigureAwait(false);
            }

            return [.. live.Select(schema => schema.Version)];
        },
        cancellationToken);

    /// <summary>Deletes one version: soft first, then for good.</summary>
    /// <exception cref="RegistryException">40401, 40402, 40406, 40407, 42202, 42205, 42206.</exception>
    public Task<int> DeleteVersionAsync(string subject, string version, bool permanent, CancellationToken cancellationToken) => WriteAsync(
        async () =>
        {
            var schema = Version(subject, version, ParseVersion(version) is null && !permanent ? Visibility.Present : Visibility.All);
            RefuseReadOnly(subject);
            RefuseReferenced([schema]);
            if (permanent)
            {
                await EraseAsync(schema.Deleted ? [schema] : throw RegistryException.VersionNotSoftDeleted(subject, schema.Version)).ConfigureAwait(false);
                return schema.Version;
            }

            var deleted = schema.Deleted ? throw RegistryException.VersionSoftDeleted(subject, schema.Version) : schema with { Deleted = true };
            await AppendAsync(LogFormat.SchemaKey(subject, schema.Version), LogFormat.SchemaValue(deleted)).ConfigureAwait(false);
            return schema.Version;
        },
        cancellationToken);

    /// <summary>Sets the mode of a subject; the empty name is the global one.</summary>
    public Task<CompatibilityMode> SetLevelAsync(string subject, CompatibilityMode level, CancellationToken cancellationToken) => WriteAsync(
        async () =>
        {
            RefuseReadOnly(subject);
            await AppendAsync(LogFormat.ConfigKey(subject), LogFormat.ConfigValue(level)).ConfigureAwait(false);
            return level;
        },
        cancellationToken);

    /// <summary>Removes the mode of a subject (or the global one); returns what it was.</summary>
    /// <exception cref="RegistryException">40401: the subject has none.</exception>
    public Task<CompatibilityMode> ClearLevelAsync(string subject, CancellationToken cancellationToken) => WriteAsync(
        async () =>
        {
            var before = state.Level(subject) ?? throw RegistryException.SubjectNotFound(subject);
            RefuseReadOnly(subject);
            await AppendAsync(LogFormat.ConfigKey(subject), null).ConfigureAwait(false);
            return before;
        },
        cancellationToken);

    /// <summary>Sets what a subject takes, or with null goes back to the global setting; the empty name is the global one. Returns what it was.</summary>
    /// <exception cref="RegistryException">40401: the subject has no mode that could be removed.</exception>
    public Task<RegistryMode> SetModeAsync(string subject, RegistryMode? mode, CancellationToken cancellationToken) => WriteAsync(
        async () =>
        {
            var before = state.Mode(subject) ?? (mode is null ? throw RegistryException.SubjectNotFound(subject) : EffectiveMode(subject));
            await AppendAsync(LogFormat.ModeKey(subject), mode is { } given ? LogFormat.ModeValue(given) : null).ConfigureAwait(false);
            return before;
        },
        cancellationToken);

    private async Task EraseAsync(IReadOnlyList<RegisteredSchema> schemas)
    {
        foreach (var schema in schemas)
        {
            await AppendAsync(LogFormat.SchemaKey(schema.Subject, schema.Version), null).ConfigureAwait(false);
        }
    }

    private void RefuseReferenced(IReadOnlyList<RegisteredSchema> schemas)
    {
        if (schemas.FirstOrDefault(schema => ReferencedBy(schema).Count > 0) is { } needed)
        {
            throw RegistryException.ReferenceExists(needed);
        }
    }
}
