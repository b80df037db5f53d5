namespace Syntra.Kafka.Embedded.Registry;

/// <summary>Whether a subject, or the whole registry, takes writes.</summary>
internal enum RegistryMode
{
    ReadWrite,
    ReadOnly,

    /// <summary>Read-only for all subjects, whatever they say themselves; global only.</summary>
    ReadOnlyOverride,

    /// <summary>Writes with given ids. Known from the log of other registries; not to be switched on here.</summary>
    Import,
}

/// <summary>Names of the modes in the API.</summary>
internal static class RegistryModes
{
    public static string Name(this RegistryMode mode) => mode switch
    {
        RegistryMode.ReadWrite => "READWRITE",
        RegistryMode.ReadOnly => "READONLY",
        RegistryMode.ReadOnlyOverride => "READONLY_OVERRIDE",
        _ => "IMPORT",
    };

    public static bool TryParse(string? name, out RegistryMode mode)
    {
        foreach (var candidate in Enum.GetValues<RegistryMode>())
        {
            if (string.Equals(candidate.Name(), name, StringComparison.OrdinalIgnoreCase))
            {
                mode = candidate;
                return true;
            }
        }

        mode = RegistryMode.ReadWrite;
        return false;
    }
}
