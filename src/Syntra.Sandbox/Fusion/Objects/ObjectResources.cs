using Syntra.Sandbox.Fusion.Objects.Assets;
using Syntra.Sandbox.Fusion.Objects.Calls;
using Syntra.Sandbox.Fusion.Objects.Customers;
using Syntra.Sandbox.Fusion.Objects.DataLoader;
using Syntra.Sandbox.Fusion.Objects.Requisitions;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Objects.ValueSets;
using Syntra.Sandbox.Fusion.Objects.Workers;

namespace Syntra.Sandbox.Fusion.Objects;

/// <summary>The object resources that the pod has.</summary>
internal static class ObjectResources
{
    public static ObjectMiddleware Of(FusionSandboxOptions options, ObjectStore store)
    {
        var setup = options.Objects;
        return new ObjectMiddleware(
            new ObjectRouter(
            [
                new HubParties("hubOrganizations", setup), new HubParties("hubPersons", setup), new CustomerAccountActivities(),
                new Values(), new Workers.Workers(setup), new TalentProfiles(setup), new PurchaseRequisitions(setup),
                new DataSets(setup, options.Latencies, options.TimeProvider),
            ]),
            store,
            new CustomerAccountService(store),
            new AssetTransactions(setup));
    }
}
