namespace Syntra.Governance.Siem;

/// <summary>Who reports, as receivers see it.</summary>
public sealed record SiemSource
{
    /// <summary>This machine's name.</summary>
    public required string Host { get; init; }

    /// <summary>Name of the program. Default <c>syntra</c>.</summary>
    public string Application { get; init; } = "syntra";

    /// <summary>Version of the program.</summary>
    public string Version { get; init; } = "0.1.0";

    /// <summary>Process id or name; <c>-</c> for none.</summary>
    public string ProcessId { get; init; } = "-";

    /// <summary>Syslog facility. Default 10 (security), as IHE ATNA asks.</summary>
    public int Facility { get; init; } = 10;
}
