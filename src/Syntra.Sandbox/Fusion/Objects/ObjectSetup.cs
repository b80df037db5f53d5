using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Objects.ValueSets;
using Syntra.Sandbox.Fusion.Objects.Workers;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects;

/// <summary>Brings value sets and workers into the store, without undoing what was changed there since.</summary>
internal static class ObjectSetup
{
    public static Task ApplyAsync(ObjectStore store, FusionObjectSetup setup) => store.RunAsync(transaction =>
    {
        foreach (var set in setup.ValueSets.Where(s => transaction.Tables.FindByKey(Values.Sets, s.Code) is null))
        {
            transaction.Insert(Values.Sets, set.Code, new JsonObject { ["ValueSetCode"] = set.Code, ["MaximumLength"] = set.MaximumLength, ["ProtectedFlag"] = set.Protected ? "Y" : "N" });
        }

        foreach (var worker in setup.Workers.Where(w => transaction.Tables.FindByKey(WorkerRows.Workers, w.PersonNumber) is null))
        {
            WorkerRows.Hire(transaction, worker);
        }

        return transaction.Changes.Count;
    });
}
