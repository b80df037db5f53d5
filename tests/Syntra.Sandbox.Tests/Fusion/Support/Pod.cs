using System.Net.Http.Headers;
using System.Text;
using Syntra.Sandbox.Fusion;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Tests.Fusion.Support;

/// <summary>A running pod over a file of its own, and a signed-in client.</summary>
internal sealed class Pod : IAsyncDisposable
{
    public const string LedgerId = "300000001";
    public const string SuspenseLedgerId = "300000002";
    public const string SourceKey = "300000047000001";
    public const string User = "svc";
    public const string Password = "not-a-secret";

    private readonly string _folder;
    private FusionSandbox _sandbox;

    private Pod(string folder, FusionSandbox sandbox, FusionSandboxOptions options)
    {
        _folder = folder;
        _sandbox = sandbox;
        Options = options;
        Client = SignedIn();
    }

    public FusionSandboxOptions Options { get; private set; }

    public HttpClient Client { get; private set; }

    public Uri BaseUrl => _sandbox.BaseUrl;

    public static async Task<Pod> StartAsync(Func<FusionSandboxOptions, FusionSandboxOptions>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("syntra-pod-").FullName;
        var options = (change ?? (static o => o))(Sample(Path.Combine(folder, "fusion.db")));
        return new Pod(folder, await FusionSandbox.StartAsync(options), options);
    }

    public static FusionSandboxOptions Sample(string file) => new()
    {
        DatabaseFile = file,
        Ledgers =
        [
            new(300000001, "US Hospitals", "USD", ["Facility", "Department", "Account", "Future"], 9001, "Months"),
            new(300000002, "US Clinics", "USD", ["Facility", "Department", "Account", "Future"], 9002, "Months")
            {
                AllowSuspense = true, SuspenseAccount = "H1-000-9999-0000",
            },
        ],
        Calendars =
        [
            new("Months",
            [
                new("Nov-25", new(2025, 11, 1), new(2025, 11, 30), 2025, 11, FusionPeriodStatus.Closed),
                new("Dec-25", new(2025, 12, 1), new(2025, 12, 31), 2025, 12),
                new("Adj-25", new(2025, 12, 31), new(2025, 12, 31), 2025, 13, FusionPeriodStatus.Open, Adjustment: true),
                new("Jan-26", new(2026, 1, 1), new(2026, 1, 31), 2026, 1, FusionPeriodStatus.FutureEnterable),
                new("Feb-26", new(2026, 2, 1), new(2026, 2, 28), 2026, 2, FusionPeriodStatus.NeverOpened),
            ]),
        ],
        SegmentValues =
        [
            new("Facility", "H1"), new("Facility", "H2"), new("Department", "000"), new("Department", "100"), new("Department", "200"),
            new("Account", "1200"), new("Account", "4000"), new("Account", "4100"), new("Account", "4999", Enabled: false), new("Account", "9999"), new("Future", "0000"),
        ],
        JournalSources = [FusionJournalSource.Seeded("Spreadsheet"), new("Syntra", SourceKey)],
        JournalCategories = ["Charges", "Adjustment"],
        Users =
        [
            new(User, Password),
            new("gl-only", "x") { Privileges = FusionPrivileges.GeneralLedger },
            new("no-data", "x") { LedgerIds = [] },
        ],
        Clients = [new("syntra-client", "client-secret")],
        Latencies = new() { Step = TimeSpan.FromMilliseconds(1), Run = TimeSpan.FromMilliseconds(1), ChildAppearance = TimeSpan.FromMilliseconds(5) },
    };

    /// <summary>Drops the pod as it stands and starts another one over the same file.</summary>
    public async Task RestartAsync(Func<FusionSandboxOptions, FusionSandboxOptions>? change = null)
    {
        Client.Dispose();
        await _sandbox.DisposeAsync();
        Options = (change ?? (static o => o))(Options);
        _sandbox = await FusionSandbox.StartAsync(Options);
        Client = SignedIn();
    }

    public HttpClient SignedIn(string user = User, string password = Password)
    {
        var client = new HttpClient { BaseAddress = BaseUrl, Timeout = Hang.Limit };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
