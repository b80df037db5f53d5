using Syntra.Cli.Indexing;
using Syntra.Cli.Operating;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Topology.Intake;
using Syntra.Topology.Posting.Review;
using Syntra.Topology.Reference;
using Syntra.Topology.Topics;

namespace Syntra.Cli.Review;

/// <summary>
/// Holds open items against the facts of the moment: workbook and calendars as the streams have them (of a stopped instance the workbook
/// of its folder, which the next start publishes), encounter facts, and versions that were received but not worked on yet.
/// </summary>
internal sealed class OutlookReader(OperatorSession session)
{
    private readonly ChargeSerdes serdes = new(session.Registry, session.Protection.Sealer);

    /// <summary>The outlook of each open item, by its id. Rows of held charges are opened for it, which is logged.</summary>
    internal IReadOnlyDictionary<string, ItemOutlook> Of(IEnumerable<ReviewItem> items, CancellationToken cancellation)
    {
        var open = items.Where(i => i.Status == ReviewStatus.Open).ToList();
        if (open.Count == 0)
        {
            return new Dictionary<string, ItemOutlook>();
        }
        var tokens = open.Select(i => i.RecordId).ToHashSet(StringComparer.Ordinal);
        var lookup = session.Records(cancellation);
        var charges = PostedRows.Read(session, lookup, tokens, cancellation).ToDictionary(c => c.RecordId, StringComparer.Ordinal);
        var newer = Newer(lookup, charges, cancellation);
        var tables = session.Tables();
        var entries = session.IsAttached ? tables.Crosswalk(cancellation) : session.Workbook.Entries;
        var reference = new ReferenceSnapshot(entries, tables.Calendars(cancellation)) { Shapes = session.Tenant.Workbook.Shapes };
        var encounters = Encounters(cancellation);
        var forecast = new ReviewForecast(session.Tenant.Tenant, reference, encounters.GetValueOrDefault, session.Protection.Tokens);
        var approvers = entries.Where(e => e.Table == CrosswalkTables.Approver).ToList();
        var today = DateOnly.FromDateTime(OperatorSession.Time.GetUtcNow().UtcDateTime);
        ItemForecast? Forecast(ReviewItem item) => charges.GetValueOrDefault(item.RecordId) is { } charge && charge.Review?.ItemId == item.ItemId ? forecast.Of(charge) : null;
        return open.ToDictionary(
            i => i.ItemId, i => ItemOutlook.Of(i, Forecast(i), newer.Contains(i.RecordId), approvers, today, reference.Calendar(i.Ledger)?.AsOf), StringComparer.Ordinal);
    }

    // Every change is in every partition, so one partition has them all.
    private Dictionary<string, EncounterState> Encounters(CancellationToken cancellation)
    {
        using var view = new TableView<EncounterState>(session.BootstrapServers, session.Topics.Encounter, serdes.Encounter, session.Log<OutlookReader>());
        return view.ReadToEnd([0], cancellation).ToDictionary(e => e.Encounter, StringComparer.Ordinal);
    }

    // What lies in the raw topics and is not in the table yet: of a stopped instance, or of one that is behind.
    private HashSet<string> Newer(RecordLookup lookup, IReadOnlyDictionary<string, PostedCharge> charges, CancellationToken cancellation)
    {
        var access = session.Protection.Accesses(session.Protection.Routes.ReviewOutlook);
        string[] raw = [session.Topics.RawCharge, session.Topics.RawDelete];
        return [.. lookup.With([.. charges.Keys], raw, cancellation).Where(r => charges.TryGetValue(r.Key, out var charge) && IsNewer(r, charge, access)).Select(r => r.Key)];
    }

    private bool IsNewer(LogRecord record, PostedCharge charge, Governance.Disclosure.IPhiAccessLog access)
    {
        if (record.Value is null || charge.Current is not { Deleted: false } current)
        {
            return false;
        }
        if (record.Topic == session.Topics.RawDelete)
        {
            return !serdes.RawDelete.Deserialize(record.Topic, record.KeyBytes, record.Value).Purge;
        }
        if (record.Partition == current.Partition && record.Offset <= current.Offset)
        {
            return false;
        }
        var row = serdes.RawCharge.Deserialize(record.Topic, record.KeyBytes, record.Value);
        access.Opened(PatientTokens.Of(row, session.Protection.Tokens));
        return row.SourceVersion > charge.SourceVersion;
    }
}
