using Microsoft.AspNetCore.Routing;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Resources;

/// <summary>The General Ledger resources of fscmRestApi.</summary>
internal static class FinancialResources
{
    private const string Root = "/fscmRestApi/resources/{version:regex(^(11\\.13\\.18\\.05|latest)$)}/";

    public static void Map(IEndpointRouteBuilder endpoints, FusionDatabase database)
    {
        new JournalBatches(database).Map(endpoints, Root + JournalBatches.Name);
        new JournalHeaders(database).Map(endpoints, $"{Root}{JournalBatches.Name}/{{batchId:long}}/child/{JournalHeaders.Name}");
        new JournalLines(database).Map(endpoints, $"{Root}{JournalBatches.Name}/{{batchId:long}}/child/{JournalHeaders.Name}/{{headerId:long}}/child/{JournalLines.Name}");
        new AccountingPeriodStatusLov(database).Map(endpoints, Root + AccountingPeriodStatusLov.Name);
        new LedgerBalances(database).Map(endpoints, Root + LedgerBalances.Name);
    }
}
