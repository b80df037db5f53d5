using Syntra.Fusion.Objects.Assets;
using Syntra.Fusion.Objects.Assignments;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Objects.CostCenters;
using Syntra.Fusion.Objects.Credentials;
using Syntra.Fusion.Objects.Customers;
using Syntra.Fusion.Objects.Hdl;
using Syntra.Fusion.Objects.Hierarchies;
using Syntra.Fusion.Objects.Requisitions;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects;

/// <summary>The connectors of all kinds of objects.</summary>
public static class ObjectConnectors
{
    /// <summary>One connector for each kind.</summary>
    /// <param name="client">Fusion; not disposed here.</param>
    /// <param name="settings">How the pod is set up.</param>
    /// <param name="parties">Opens sealed names for the call that needs them.</param>
    /// <param name="time">Clock.</param>
    public static IReadOnlyList<IObjectConnector> All(FusionClient client, ObjectSettings settings, IPartyDisclosure parties, TimeProvider time)
    {
        settings.Validate();
        var calls = new ObjectCalls(client, settings.BatchParts);
        IObjectConnector Either(IObjectConnector byRest, Func<IBulkRoute> route) =>
            settings.Bulk.TryGetValue(byRest.Kind, out var bulk) ? new BulkConnector(route(), byRest, bulk, settings.JobPoll, time) : byRest;

        return
        [
            Either(new CustomerConnector(calls, settings, parties), () => new CustomerBulk(client, settings, parties, time)),
            Either(new AssetConnector(calls, settings), () => new AssetBulk(client, settings, time)),
            Either(new CredentialConnector(calls, settings), () => new CredentialBulk(calls, settings)),
            Either(new AssignmentConnector(calls), () => new AssignmentBulk(calls, client, settings)),
            new CostCenterConnector(calls),
            new HierarchyConnector(client, settings, time),
            new RequisitionConnector(calls),
        ];
    }
}
