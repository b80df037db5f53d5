using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Configuration;
using Syntra.Cerner.Events.Gaps;

namespace Syntra.Cerner.Events.Receiving;

/// <summary>
/// The webhook receiver: <c>POST /hooks/{tenant}/{sender}</c> and, for R4's rest-hook, <c>PUT /hooks/{tenant}/{sender}/{type}/{id}</c>. Watches
/// the subscriptions of its tenants as long as it runs.
/// </summary>
public sealed class HookReceiver : IAsyncDisposable
{
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(10);

    private readonly WebApplication _web;
    private readonly HookMetrics _metrics;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    private HookReceiver(WebApplication web, HookMetrics metrics, HttpClient http) => (_web, _metrics, _http) = (web, metrics, http);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Registers the schemas, listens, and watches for gaps.</summary>
    /// <param name="options">Where and how much.</param>
    /// <param name="tenants">Its tenants.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Where counts, names and codes are logged.</param>
    /// <param name="ct">Ends the start.</param>
    /// <exception cref="SubscriptionsException">A secret, a certificate or a key set cannot be used, or a sender is unsigned beyond loopback.</exception>
    public static async Task<HookReceiver> StartAsync(
        HookReceiverOptions options, IReadOnlyList<TenantHooks> tenants, TimeProvider time, ILoggerFactory loggers, CancellationToken ct)
    {
        var log = loggers.CreateLogger<HookReceiver>();
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };
        var metrics = new HookMetrics();
        var endpoint = new HookEndpoint(Senders(options, tenants, http, time, log), options, metrics, time, log);
        var receiver = new HookReceiver(Build(options, endpoint), metrics, http);
        try
        {
            foreach (var tenant in tenants)
            {
                await tenant.Publisher.PrepareAsync(ct).ConfigureAwait(false);
            }

            await receiver._web.StartAsync(ct).ConfigureAwait(false);
            var addresses = receiver._web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
            receiver.Url = new Uri(addresses.Addresses.First());
            receiver._watching = Task.WhenAll(tenants.Select(t => new GapWatch(t.Journal, t.Publisher, PolicyOf(t.Settings), time, log).RunAsync(receiver._stop.Token)));
            return receiver;
        }
        catch
        {
            await receiver.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Answers what is under way, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _web.StopAsync().ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        _metrics.Dispose();
        _http.Dispose();
        _stop.Dispose();
    }

    internal static Func<string, string, GapPolicy?> PolicyOf(SubscriptionsSettings settings)
    {
        var senders = settings.Senders.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);
        return (sender, subscription) => senders.TryGetValue(sender, out var found) ? found.PolicyOf(subscription) : null;
    }

    private static FrozenDictionary<(string Tenant, string Sender), HookSender> Senders(
        HookReceiverOptions options, IReadOnlyList<TenantHooks> tenants, HttpClient http, TimeProvider time, ILogger log)
    {
        var all = new Dictionary<(string Tenant, string Sender), HookSender>();
        foreach (var tenant in tenants)
        {
            var checks = new SenderChecks(tenant.Folder, http, time, log);
            foreach (var sender in tenant.Settings.Senders)
            {
                Refuse(sender, options);
                all.Add((tenant.Tenant, sender.Name), new HookSender(sender, checks.Of(sender), tenant));
            }
        }

        return all.ToFrozenDictionary();
    }

    private static void Refuse(SenderSettings sender, HookReceiverOptions options)
    {
        if (sender.Verify.Any(v => v.Scheme == VerifyScheme.Unsigned) && !IPAddress.IsLoopback(options.Address))
        {
            throw new SubscriptionsException($"Sender {sender.Name} is unsigned: that is for trying by hand, on loopback only. Give it another scheme.");
        }

        if (sender.Verify.Any(v => v.Scheme == VerifyScheme.MutualTls) && options.Certificate is null)
        {
            throw new SubscriptionsException($"Sender {sender.Name} uses mutual-tls, and the receiver has no certificate of its own. Give it one.");
        }
    }

    private static WebApplication Build(HookReceiverOptions options, HookEndpoint endpoint)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The limit itself is the reader's; up to twice of it the rest is read and dropped, so that the sender gets to see its 413.
            kestrel.Limits.MaxRequestBodySize = 2L * options.MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.MaxRequestLineSize = 4 << 10;
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = HeaderTimeout;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            kestrel.Listen(options.Address, options.Port, listen => Secure(listen, options));
        });
        var web = builder.Build();
        web.Run(endpoint.HandleAsync);
        return web;
    }

    private static void Secure(ListenOptions listen, HookReceiverOptions options)
    {
        if (options.Certificate is { } certificate)
        {
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                // Who may do what with a certificate is each sender's own check.
                ClientCertificateValidation = static (_, _, _) => true,
            });
        }
    }
}
