using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Syntra.Sandbox.Cerner.Fhir.Control;
using Syntra.Sandbox.Cerner.Fhir.Hooks;
using Syntra.Sandbox.Cerner.Fhir.Http;
using Syntra.Sandbox.Cerner.Fhir.Store;

namespace Syntra.Sandbox.Cerner.Fhir;

/// <summary>
/// A neutral FHIR R4 server on 127.0.0.1 with Millennium's traps (Oracle Health itself has no Subscription): search, read, versions, SMART
/// backend services, subscriptions by the R5 backport with a sender that can lose, repeat and reorder; beside it the signed event source of
/// our own contract. May be killed at any moment; the file holds all of it.
/// </summary>
public sealed class FhirSandbox : IAsyncDisposable
{
    private const int LoadPiece = 500;

    private readonly FhirDatabase _database;
    private readonly ResourceStore _resources;
    private readonly SubscriptionStore _subscriptions;
    private readonly TokenOffice _office;
    private readonly HookSender _sender;
    private readonly SignedEventFeed _feed;
    private readonly CallFaults _faults = new();
    private readonly FhirSandboxOptions _options;
    private readonly WebApplication _app;
    private SearchPages _pages = null!;

    private FhirSandbox(FhirSandboxOptions options)
    {
        _options = options;
        _database = new FhirDatabase(options.DatabaseFile);
        _resources = new ResourceStore(_database, options.TimeProvider);
        _subscriptions = new SubscriptionStore(_database);
        _office = new TokenOffice(options, _database);
        _sender = new HookSender(options, _resources, _subscriptions);
        _feed = new SignedEventFeed(options, _database);
        _app = Build();
    }

    /// <summary>Address of the server, without the FHIR root.</summary>
    public Uri BaseUrl => new(_app.Urls.First());

    /// <summary>The FHIR root, for example <c>http://127.0.0.1:40123/r4/sandbox</c>.</summary>
    public Uri FhirUrl => new(BaseUrl, "r4/" + _options.Tenant);

    /// <summary>What goes wrong with notifications.</summary>
    public HookFaults HookFaults
    {
        get => _sender.Faults;
        set => _sender.Faults = value;
    }

    /// <summary>Secrets that signed events are signed with from now on.</summary>
    public IReadOnlyList<string> EventSecrets
    {
        get => _feed.Secrets;
        set => _feed.Secrets = value;
    }

    /// <summary>Answers of the signed event source that are changed after signing.</summary>
    public int TamperedAnswers
    {
        get => _feed.Tampered;
        set => _feed.Tampered = value;
    }

    /// <summary>Notifications that were answered.</summary>
    public long Posted => _sender.Posted;

    /// <summary>Notifications that were lost on purpose.</summary>
    public long Lost => _sender.Lost;

    /// <summary>Notifications still to be sent.</summary>
    public long Waiting => _subscriptions.WaitingCount();

    /// <summary>Opens the file, listens, and sends on what was to be sent.</summary>
    public static async Task<FhirSandbox> StartAsync(FhirSandboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var sandbox = new FhirSandbox(options);
        try
        {
            await sandbox._app.StartAsync(cancellationToken);
            sandbox._sender.Start(sandbox.FhirUrl.AbsoluteUri);
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes new states of resources, each a version and an event; returns their count.</summary>
    public int Put(params IReadOnlyList<JsonObject> resources) => _resources.Put(resources).Count;

    /// <summary>Writes one resource given as JSON.</summary>
    public int Put(string json) => Put((JsonObject)JsonNode.Parse(json)!);

    /// <summary>Deletes a resource; false where there is none.</summary>
    public bool Delete(string type, string id) => _resources.Delete(type, id);

    /// <summary>Loads an NDJSON file of resources, without events; returns their count.</summary>
    public int Load(string ndjsonFile) =>
        File.ReadLines(ndjsonFile).Where(l => l.Length > 0).Select(l => (JsonObject)JsonNode.Parse(l)!).Chunk(LoadPiece).Sum(piece => _resources.Put(piece, notify: false).Count);

    /// <summary>Adds an event of the signed event source; returns its number.</summary>
    /// <param name="type">For example <c>credential.changed</c>.</param>
    /// <param name="data">A FHIR resource.</param>
    public long Emit(string type, JsonObject data) => _feed.Emit(type, data);

    /// <summary>"type/id|version" of every resource that is there.</summary>
    public IReadOnlyList<string> Summary() => _resources.Summary();

    /// <summary>Status of a subscription; null where there is none.</summary>
    public string? SubscriptionStatus(string id) => _subscriptions.Find(id)?.Status;

    /// <summary>The subscription counts from one again, without a handshake.</summary>
    public void RestartNumbers(string subscription) => _subscriptions.Restart(subscription);

    /// <summary>Sets faults of calls.</summary>
    public void AddFaults(IEnumerable<CallFault> faults) => _faults.Add(faults);

    /// <summary>Ends the faults of calls.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>Links to further pages that were given out lead nowhere from now on.</summary>
    public void ForgetPages() => _pages.Forget();

    /// <summary>Every token that was given out is refused from now on.</summary>
    public void RevokeTokens() => _office.Revoke();

    /// <summary>Stops as it stands.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        await _app.DisposeAsync();
        _database.Dispose();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, _options.Port);
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddRouting();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(static host => host.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        app.Use(next => context => PlayFaultAsync(context, next));
        app.UseRouting();
        var root = "";
        string Root() => root.Length > 0 ? root : root = FhirUrl.AbsoluteUri;
        _pages = new SearchPages(_options, _resources, Root);
        new FhirEndpoints(_options, _resources, _subscriptions, _office, _pages, _sender, Root).Map(app);
        app.MapGet("/v1/events", context => _office.Check(context, null) == StatusCodes.Status200OK
            ? _feed.ServeAsync(context)
            : FhirAnswer.WriteAsync(context, new JsonObject { ["error"] = "unauthorized" }, StatusCodes.Status401Unauthorized, "application/json"));
        ControlPanel.Map(app, this);
        return app;
    }

    private async Task PlayFaultAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.Date = _options.TimeProvider.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        if (context.Request.Path.StartsWithSegments("/sandbox", StringComparison.Ordinal) || _faults.Take(context.Request.Path + context.Request.QueryString.Value) is not { } fault)
        {
            await next(context);
        }
        else if (fault.Status == 0)
        {
            context.Abort();
        }
        else
        {
            await FhirAnswer.OutcomeAsync(context, fault.Status, fault.Code, "A fault that was asked for.", fault.Severity, fault.RetryAfter);
        }
    }
}
