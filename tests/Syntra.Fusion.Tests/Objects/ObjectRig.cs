using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Objects.Customers;
using Syntra.Fusion.Rest;
using Syntra.Fusion.Tests.Delivery;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>One kind's connector against a simulated Fusion.</summary>
internal sealed class ObjectRig(Pod pod) : IAsyncDisposable
{
    private readonly List<FusionClient> _clients = [];

    public Pod Pod { get; } = pod;

    public ObjectSettings Settings { get; set; } = new() { JobPoll = TimeSpan.FromMilliseconds(5) };

    /// <summary>A kind goes by file from now on.</summary>
    public void ByFile(ObjectKind kind, BulkSettings? settings = null) =>
        Settings = Settings with { Bulk = new Dictionary<ObjectKind, BulkSettings> { [kind] = settings ?? new BulkSettings { After = TimeSpan.FromMilliseconds(50) } } };

    /// <summary>Nodes of a hierarchy name values that are there.</summary>
    public Task AddValuesAsync() =>
        Connector(ObjectKind.CostCenter).DeliverAsync([.. Enumerable.Range(1, 40).Select(n => new ObjectAttempt(ObjectSamples.Of(ObjectKind.CostCenter, n), false))], CancellationToken.None);

    /// <summary>Workers whose assignments change; a change of a day before their hire is parked, and leaves nothing but them.</summary>
    public Task HireAsync(int count = 50) =>
        Connector(ObjectKind.WorkerAssignment).DeliverAsync(
            [.. Enumerable.Range(1, count).Select(n => new ObjectAttempt(ObjectSamples.Of(ObjectKind.WorkerAssignment, n) with { EffectiveDate = new DateOnly(2019, 1, 1) }, false))], CancellationToken.None);

    public IObjectConnector Connector(ObjectKind kind, TimeSpan? timeout = null, IPartyDisclosure? parties = null) => Connectors(timeout, parties).Single(c => c.Kind == kind);

    public IReadOnlyList<IObjectConnector> Connectors(TimeSpan? timeout = null, IPartyDisclosure? parties = null)
    {
        var client = Pod.Client(timeout);
        _clients.Add(client);
        return ObjectConnectors.All(client, Settings, parties ?? new NoPartyDisclosure(), TimeProvider.System);
    }

    public static async Task<ObjectResult> DeliverAsync(IObjectConnector connector, ObjectInstruction instruction, bool isFirst = false) =>
        (await connector.DeliverAsync([new ObjectAttempt(instruction, isFirst)], CancellationToken.None))[0];

    /// <summary>How often a job was asked for.</summary>
    public async Task<int> JobsAsync(string definition) =>
        (await Pod.StatsAsync()).GetProperty("jobs").TryGetProperty(definition, out var count) ? count.GetInt32() : 0;

    /// <summary>The names that a party had, one after another, in this life of the pod.</summary>
    public async Task<IReadOnlyList<string>> NamesOverTimeAsync(string key) =>
        [.. (await Pod.HistoryAsync("parties")).Where(c => c.GetProperty("key").GetString() == key).Select(c => c.GetProperty("attributes").GetProperty("OrganizationName").GetString()!)];

    /// <summary>How often the object stands: more than once is a double.</summary>
    public async Task<int> StandingAsync(ObjectKind kind, int n)
    {
        var key = ObjectSamples.Key(kind, n);
        var objects = await Pod.ObjectsAsync(Resource(kind));
        return objects.Count(o => kind switch
        {
            ObjectKind.Customer or ObjectKind.Asset => o.GetProperty("key").GetString() == key,
            ObjectKind.WorkerCredential => Text(o, "SourceKey1") == key,
            ObjectKind.Requisition => Text(o, "Description").EndsWith($"[{key}]", StringComparison.Ordinal) && Text(o, "DocumentStatusCode") != "CANCELED",
            ObjectKind.CostCenter => o.GetProperty("key").GetString() == ObjectSamples.Of(kind, n).CostCenter!.Value,
            ObjectKind.CostCenterHierarchy => o.GetProperty("value").GetString() == ObjectSamples.Of(kind, n).Hierarchy!.Value,
            _ => Text(o, "AssignmentNumber") == ObjectSamples.Of(kind, n).Assignment!.AssignmentNumber && Text(o, "EffectiveStartDate") == "2024-03-01",
        });
    }

    public static string Resource(ObjectKind kind) => kind switch
    {
        ObjectKind.Customer => "customerAccounts",
        ObjectKind.Asset => "assets",
        ObjectKind.WorkerCredential => "certificationItems",
        ObjectKind.WorkerAssignment => "assignmentRows",
        ObjectKind.CostCenter => "values",
        ObjectKind.CostCenterHierarchy => "hierarchy",
        _ => "purchaseRequisitions",
    };

    /// <summary>What a fault must match to strike the call that makes the object.</summary>
    public static string Maker(ObjectKind kind) => kind switch
    {
        ObjectKind.Customer => "POST /crmRestApi",
        ObjectKind.Asset => "addAsset",
        ObjectKind.WorkerAssignment => "PATCH /hcmRestApi",
        ObjectKind.WorkerCredential => "POST /hcmRestApi",
        ObjectKind.CostCenterHierarchy => "ProcessInterfaceData",
        _ => "POST /fscmRestApi",
    };

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(c => c.Dispose());
        await Pod.DisposeAsync();
    }

    private static string Text(JsonElement item, string name) => item.GetProperty("attributes").TryGetProperty(name, out var value) ? value.ToString() : "";
}
