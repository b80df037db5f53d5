using Syntra.Cerner.Fhir.Client;
using Syntra.Cerner.Fhir.Polling;
using Syntra.Cerner.Millennium;
using Syntra.Governance.Sealing;

namespace Syntra.Cerner.Fhir.Backfill;

/// <summary>The server behind a sender of webhooks.</summary>
/// <param name="Client">Reads it.</param>
/// <param name="Resources">What its notifications are about: read by time, or walked, where no event can be asked for by its number.</param>
/// <param name="OffersEvents">Whether it has <c>$events</c>.</param>
public sealed record BackfillServer(FhirClient Client, IReadOnlyList<PolledResource> Resources, bool OffersEvents);

/// <summary>Answers to requests for what webhooks did not bring.</summary>
public sealed record BackfillOptions : ISourceKafka
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <inheritdoc />
    public required string BootstrapServers { get; init; }

    /// <summary>Opens the requests.</summary>
    public required RecordSealer Sealer { get; init; }

    /// <summary>Servers by the name of their sender in subscriptions.yaml; requests of other senders are left alone.</summary>
    public required IReadOnlyDictionary<string, BackfillServer> Servers { get; init; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> ClientSettings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A span of time is read with so much before and after it: clocks differ, and changes show late in searches.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back is read where nobody knows when the missing events began.</summary>
    public TimeSpan Unknown { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Tries before a request steps aside for the next.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>First pause between tries; it doubles up to <see cref="BackoffCap"/>, with jitter.</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause.</summary>
    public TimeSpan BackoffCap { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Under this group the position in the requests is kept.</summary>
    public string TransactionalId => $"{Tenant}-backfill";

    /// <inheritdoc />
    public TimeSpan TransactionTimeout => TimeSpan.FromSeconds(60);
}
