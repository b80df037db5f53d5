using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion;

/// <summary>What a simulated Fusion pod is set up with. Set-up goes into the database file at the first start;
/// at a later start only what is new is added, so period statuses and segment values changed in between stay changed.</summary>
public sealed record FusionSandboxOptions
{
    /// <summary>SQLite file that holds everything: set-up, UCM documents, ESS requests, GL_INTERFACE, journals, balances.</summary>
    public required string DatabaseFile { get; init; }

    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Ledgers of the pod.</summary>
    public IReadOnlyList<FusionLedger> Ledgers { get; init; } = [];

    /// <summary>Accounting calendars that the ledgers name.</summary>
    public IReadOnlyList<FusionCalendar> Calendars { get; init; } = [];

    /// <summary>Values that a segment knows; anything else is EF04.</summary>
    public IReadOnlyList<FusionSegmentValue> SegmentValues { get; init; } = [];

    /// <summary>Journal sources, seeded and customer-made.</summary>
    public IReadOnlyList<FusionJournalSource> JournalSources { get; init; } = [FusionJournalSource.Seeded("Spreadsheet"), FusionJournalSource.Seeded("Manual")];

    /// <summary>Journal category display names.</summary>
    public IReadOnlyList<string> JournalCategories { get; init; } = ["Adjustment"];

    /// <summary>What customers, workers, assets, cost centres and requisitions refer to.</summary>
    public FusionObjectSetup Objects { get; init; } = new();

    /// <summary>Service users for Basic authentication. Never written to the database file.</summary>
    public IReadOnlyList<FusionUser> Users { get; init; } = [];

    /// <summary>OAuth 2.0 clients of the identity domain, each modelled as a Fusion user. Never written to the database file.</summary>
    public IReadOnlyList<FusionClient> Clients { get; init; } = [];

    /// <summary>How long an access token is good for.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How slow the scheduler is.</summary>
    public FusionLatencies Latencies { get; init; } = new();

    /// <summary>The pod's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
