using Syntra.Cerner.Millennium;
using Syntra.Cli.Runtime;
using Syntra.Fusion.Rest;
using Syntra.Topology.Reconciliation;
using Syntra.Topology.Reference;

namespace Syntra.Cli.Reconciliation;

/// <summary>Gathers the three sides - source database, watermark table, Fusion's balances - and compares them.</summary>
internal sealed class Reconciler(IControlTotals source, ChargeTables tables, FusionClient fusion, LedgerCatalog ledgers, TimeProvider time, CodeShapes? shapes = null)
{
    /// <summary>Reconciles as of now. Each side is read from where it lives, none from a copy that another side made.</summary>
    internal async Task<ReconciliationReport> RunAsync(CancellationToken cancellation)
    {
        var totals = await source.ReadAsync(cancellation).ConfigureAwait(false);
        var charges = tables.Charges(cancellation);
        var reference = new ReferenceSnapshot(tables.Crosswalk(cancellation), tables.Calendars(cancellation)) { Shapes = shapes ?? CodeShapes.None };
        var balances = await FusionTotals.ReadAsync(fusion, ledgers, reference.Calendars, cancellation).ConfigureAwait(false);
        return ReconciliationCalculator.Calculate(totals.Select(AsInput), charges, balances, reference, time.GetUtcNow());
    }

    private static ControlTotalInput AsInput(ControlTotal total) =>
        ControlTotalInput.FromText(total.OrganizationId, total.ProcessFlag, total.Active, total.ServiceAt, total.Count, total.Amount);
}
