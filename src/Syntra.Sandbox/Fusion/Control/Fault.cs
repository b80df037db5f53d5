namespace Syntra.Sandbox.Fusion.Control;

/// <summary>A fault as it is asked for at POST /sandbox/faults.</summary>
internal sealed record Fault
{
    /// <summary>Operation name, job definition, finder, or a part of the path; "*" matches everything.</summary>
    public string Match { get; init; } = "*";

    public string Kind { get; init; } = "";

    /// <summary>How often it strikes.</summary>
    public int Times { get; init; } = 1;

    /// <summary>HTTP status for the status kinds.</summary>
    public int Status { get; init; } = 503;

    /// <summary>Retry-After in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>How long to wait.</summary>
    public double Seconds { get; init; } = 1;

    /// <summary>Body of the status kinds instead of the usual one; what report-echoes appends.</summary>
    public string? Body { get; init; }

    /// <summary>Period for period-closes.</summary>
    public string? Period { get; init; }
}
