using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Syntra.Kafka.Embedded.Registry.Http;
using Syntra.Kafka.Embedded.Registry.Log;

namespace Syntra.Kafka.Embedded.Registry;

/// <summary>
/// A Schema Registry for Avro with Confluent's REST API, on 127.0.0.1 only. Its state is the compacted topic <c>_schemas</c> in
/// Confluent's record format. One writer at a time: run one per Kafka.
/// </summary>
public sealed class EmbeddedRegistry : IAsyncDisposable
{
    private const long MaxRequestBytes = 4 * 1024 * 1024;
    private readonly WebApplication _app;
    private readonly ISchemaLog _log;

    private EmbeddedRegistry(WebApplication app, ISchemaLog log)
    {
        _app = app;
        _log = log;
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Where it listens, for example http://127.0.0.1:8081.</summary>
    public Uri Url { get; }

    /// <summary>Starts a registry: creates the topic if need be, reads it to its end, then listens.</summary>
    /// <exception cref="InvalidOperationException">The topic cannot be created or read, or does not belong to a registry.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<EmbeddedRegistry> StartAsync(EmbeddedRegistryOptions options, CancellationToken cancellationToken = default) =>
        StartAsync(new KafkaSchemaLog(options), options, cancellationToken);

    internal static async Task<EmbeddedRegistry> StartAsync(ISchemaLog log, EmbeddedRegistryOptions options, CancellationToken cancellationToken)
    {
        WebApplication? app = null;
        try
        {
            var state = new RegistryState();
            await log.StartAsync(state.Apply, cancellationToken).ConfigureAwait(false);
            app = Build(new RegistryService(state, log), options);
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new EmbeddedRegistry(app, log);
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync().ConfigureAwait(false);
            }

            await log.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops listening, then leaves Kafka.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        await _log.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(RegistryService service, EmbeddedRegistryOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options.LoggerFactory);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.AddServerHeader = false;
        });
        var app = builder.Build();
        app.UseMiddleware<RegistryErrorMiddleware>();
        app.UseRouting();
        SubjectEndpoints.Map(app, service);
        SchemaEndpoints.Map(app, service);
        CompatibilityEndpoints.Map(app, service);
        ConfigEndpoints.Map(app, service);
        ModeEndpoints.Map(app, service);
        return app;
    }
}
