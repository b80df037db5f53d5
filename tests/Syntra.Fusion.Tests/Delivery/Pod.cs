using System.Text;
using System.Text.Json;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Rest;
using Syntra.Sandbox.Fusion;
using Syntra.Sandbox.Fusion.Setup;
using FusionClient = Syntra.Fusion.Rest.FusionClient;

namespace Syntra.Fusion.Tests.Delivery;

/// <summary>One simulated Fusion with one ledger, in a folder of its own.</summary>
internal sealed class Pod : IAsyncDisposable
{
    public const string Ledger = "US Ledger";
    public const string LedgerId = "300000001";
    public const string OpenPeriod = "Feb-24";
    public const string ClosedPeriod = "Jan-23";
    private readonly string _folder;
    private readonly HttpClient _control = new();
    private FusionSandbox _sandbox;

    private readonly Func<FusionSandboxOptions, FusionSandboxOptions> _change;

    private Pod(string folder, FusionSandbox sandbox, Func<FusionSandboxOptions, FusionSandboxOptions> change)
    {
        _folder = folder;
        _change = change;
        _sandbox = sandbox;
    }

    public Uri BaseUrl => _sandbox.BaseUrl;

    public static LedgerSettings Settings { get; } = new(Ledger, "300000099", "Cerner Millennium", "Patient Charges") { JournalSourceKey = "300000012345678" };

    /// <summary>A new one; <paramref name="change"/> sets it up otherwise than usual.</summary>
    public static async Task<Pod> StartAsync(Func<FusionSandboxOptions, FusionSandboxOptions>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("syntra-pod-").FullName;
        var changed = change ?? (static o => o);
        return new Pod(folder, await FusionSandbox.StartAsync(changed(Options(folder, Port.Reserve()))), changed);
    }

    public FusionClient Client(TimeSpan? timeout = null, string secret = "secret") => new(
        new FusionClientOptions
        {
            BaseUrl = BaseUrl,
            Credentials = new FusionCredentials.OAuthClient(new Uri(BaseUrl, "/oauth2/v1/token"), "syntra", secret, "urn:opc:resource:consumer::all"),
            RetryDelay = TimeSpan.FromMilliseconds(20),
            MaximumRetryDelay = TimeSpan.FromMilliseconds(100),
            ReadTimeout = timeout ?? TimeSpan.FromMinutes(1),
            SubmitTimeout = timeout ?? TimeSpan.FromMinutes(1),
            UploadTimeout = timeout ?? TimeSpan.FromMinutes(1),
        },
        TimeProvider.System);

    /// <summary>Gone, and back on the same address with everything that it had when so many calls were tried in vain.</summary>
    /// <param name="triedInVain">Calls.</param>
    /// <param name="meanwhile">Makes the work, so that there is some however fast the earlier was done.</param>
    /// <param name="ct">Ends the wait for calls.</param>
    public async Task RestartAsync(int triedInVain = 0, Func<Task>? meanwhile = null, CancellationToken ct = default)
    {
        var port = BaseUrl.Port;
        await _sandbox.DisposeAsync();
        using var limit = new CancellationTokenSource(Hang.Limit, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        await Task.WhenAll(DeadPort.TurnAwayAsync(port, triedInVain, both.Token), meanwhile?.Invoke() ?? Task.CompletedTask);
        _sandbox = await FusionSandbox.StartAsync(_change(Options(_folder, port)));
    }

    public Task FaultAsync(string match, string kind, int times = 1, object? more = null)
    {
        var fault = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        fault["match"] = match;
        fault["kind"] = kind;
        fault["times"] = times;
        return PostAsync("/sandbox/faults", fault.ToJsonString());
    }

    public Task SetPeriodAsync(string period, string status) =>
        PostAsync("/sandbox/periods", JsonSerializer.Serialize(new { ledgerId = long.Parse(LedgerId, System.Globalization.CultureInfo.InvariantCulture), period, status }));

    public Task AddSegmentValueAsync(string segment, string value) => PostAsync("/sandbox/segment-values", JsonSerializer.Serialize(new { segment, value, enabled = true }));

    public async Task<IReadOnlyList<JsonElement>> LinesAsync()
    {
        var document = JsonDocument.Parse(await _control.GetStringAsync(new Uri(BaseUrl, "/sandbox/ledger-lines")));
        return [.. document.RootElement.EnumerateArray()];
    }

    /// <summary>What stands of a resource of objects, with "key", "parent", "version" and "attributes".</summary>
    public async Task<IReadOnlyList<JsonElement>> ObjectsAsync(string resource) =>
        [.. JsonDocument.Parse(await _control.GetStringAsync(new Uri(BaseUrl, $"/sandbox/objects/{resource}"))).RootElement.EnumerateArray()];

    /// <summary>Changes of a resource in this life of the pod, in order.</summary>
    public async Task<IReadOnlyList<JsonElement>> HistoryAsync(string resource) =>
        [.. JsonDocument.Parse(await _control.GetStringAsync(new Uri(BaseUrl, $"/sandbox/object-history/{resource}"))).RootElement.EnumerateArray()];

    public async Task ClearFaultsAsync() => Assert.True((await _control.DeleteAsync(new Uri(BaseUrl, "/sandbox/faults"))).IsSuccessStatusCode);

    public async Task<JsonElement> StatsAsync() => JsonDocument.Parse(await _control.GetStringAsync(new Uri(BaseUrl, "/sandbox/stats"))).RootElement;

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _control.PostAsync(new Uri(BaseUrl, path), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static FusionSandboxOptions Options(string folder, int port) => new()
    {
        DatabaseFile = Path.Combine(folder, "fusion.db"),
        Port = port,
        Ledgers = [new FusionLedger(300000001, Ledger, "USD", ["facility", "department", "account", "future"], 300000099, "Monthly")],
        Calendars = [Calendar()],
        SegmentValues =
        [
            .. new[] { "101", "102" }.Select(v => new FusionSegmentValue("facility", v)),
            .. new[] { "4100", "0000" }.Select(v => new FusionSegmentValue("department", v)),
            .. new[] { "12000", "40000" }.Select(v => new FusionSegmentValue("account", v)),
            new FusionSegmentValue("future", "0000"),
        ],
        Objects = new FusionObjectSetup { HireUnknownWorkersOn = new DateOnly(2020, 1, 1), Departments = ["General", "Surgery", "Emergency", "Pharmacy"] },
        JournalSources = [new FusionJournalSource("Cerner Millennium", "300000012345678")],
        JournalCategories = ["Patient Charges"],
        Clients = [new Sandbox.Fusion.Setup.FusionClient("syntra", "secret")],
        Latencies = new FusionLatencies { Step = TimeSpan.FromMilliseconds(2), Run = TimeSpan.FromMilliseconds(5), ChildAppearance = TimeSpan.FromMilliseconds(15), HubBatch = TimeSpan.FromMilliseconds(20) },
    };

    private static FusionCalendar Calendar()
    {
        var calendar = FusionCalendar.Monthly("Monthly", new DateOnly(2023, 1, 1), new DateOnly(2024, 12, 31));
        return calendar with { Periods = [.. calendar.Periods.Select(p => p.Name == ClosedPeriod ? p with { Status = FusionPeriodStatus.Closed } : p)] };
    }
}
