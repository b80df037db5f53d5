namespace Syntra.Avro.Compatibility;

/// <summary>What a new version of a subject must get along with; the registry's names are in upper case with underscores.</summary>
public enum CompatibilityMode
{
    /// <summary>Anything goes.</summary>
    None,

    /// <summary>Reads what the latest version wrote.</summary>
    Backward,

    /// <summary>Reads what every version wrote.</summary>
    BackwardTransitive,

    /// <summary>Can be read by the latest version.</summary>
    Forward,

    /// <summary>Can be read by every version.</summary>
    ForwardTransitive,

    /// <summary>Both ways with the latest version.</summary>
    Full,

    /// <summary>Both ways with every version.</summary>
    FullTransitive,
}

/// <summary>Names of the modes in the registry's API.</summary>
public static class CompatibilityModes
{
    private static readonly Dictionary<string, CompatibilityMode> ByName = Enum.GetValues<CompatibilityMode>().ToDictionary(Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name in the registry's API, for example FULL_TRANSITIVE.</summary>
    public static string Name(this CompatibilityMode mode) => mode switch
    {
        CompatibilityMode.None => "NONE",
        CompatibilityMode.Backward => "BACKWARD",
        CompatibilityMode.BackwardTransitive => "BACKWARD_TRANSITIVE",
        CompatibilityMode.Forward => "FORWARD",
        CompatibilityMode.ForwardTransitive => "FORWARD_TRANSITIVE",
        CompatibilityMode.Full => "FULL",
        _ => "FULL_TRANSITIVE",
    };

    /// <summary>The mode of a name, in any case.</summary>
    public static bool TryParse(string? name, out CompatibilityMode mode)
    {
        mode = CompatibilityMode.None;
        return name is not null && ByName.TryGetValue(name, out mode);
    }
}
