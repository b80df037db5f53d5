namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>Which Synthea files to feed, and how.</summary>
public sealed record SyntheaOptions
{
    /// <summary>Folder with claims_transactions.csv, encounters.csv and organizations.csv.</summary>
    public required string Folder { get; init; }

    /// <summary>Database transactions that the charges are fed in.</summary>
    public int Waves { get; init; } = 12;

    /// <summary>IANA time zone of the facilities; Synthea's sample lives in Massachusetts.</summary>
    public string TimeZone { get; init; } = "America/New_York";
}
