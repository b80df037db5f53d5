using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Syntra.Sandbox.Fusion.Control;
using Syntra.Sandbox.Fusion.Erp;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Fa;
using Syntra.Sandbox.Fusion.Hub;
using Syntra.Sandbox.Fusion.Objects;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Reports;
using Syntra.Sandbox.Fusion.Resources;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>The pod's HTTP face: Fusion's own paths behind sign-in and faults, and apart from them the sandbox's controls.</summary>
internal static class FusionServer
{
    /// <summary>An FBDI zip of 250 MB in base64, and the JSON around it.</summary>
    private const long MaxBody = 350L << 20;

    private const string TokenPath = "/oauth2/v1/token";

    public static WebApplication Build(FusionSandboxOptions options, FusionDatabase database, EssScheduler scheduler, ObjectStore objects, RequestCounter counter)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddRouting();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(static host => host.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        app.MapWhen(IsControl, control => UseControl(control, database, scheduler, objects, counter));
        app.MapWhen(static context => !IsControl(context), fusion => UseFusion(fusion, options, database, scheduler, objects, counter));
        return app;
    }

    private static bool IsControl(HttpContext context) => context.Request.Path.StartsWithSegments("/sandbox", StringComparison.Ordinal);

    private static void UseControl(IApplicationBuilder app, FusionDatabase database, EssScheduler scheduler, ObjectStore objects, RequestCounter counter)
    {
        app.UseRouting();
        app.UseEndpoints(endpoints => ControlEndpoints.Map(endpoints, database, scheduler, objects, counter));
    }

    private static void UseFusion(IApplicationBuilder app, FusionSandboxOptions options, FusionDatabase database, EssScheduler scheduler, ObjectStore objects, RequestCounter counter)
    {
        var authentication = new Authentication(database, options);
        app.Use(next => context => counter.InvokeAsync(context, next));
        app.Use(next => context => new FaultMiddleware(database, options.TimeProvider).InvokeAsync(context, next));
        app.Use(next => context => ProblemMiddleware.InvokeAsync(context, next));
        app.Use(next => context =>
        {
            if (context.Request.Path != TokenPath)
            {
                var call = FusionCall.Of(context);
                call.Principal = authentication.Authenticate(context);
                call.FrameworkVersion = FrameworkVersion.Read(context);
            }

            return next(context);
        });
        var batches = new CustomerBatches(database, objects, options.Objects, options.TimeProvider);
        var additions = new MassAdditions(database, objects, options.Objects);
        additions.Apply();
        var reports = new ReportService(database, objects, batches, additions);
        var resources = ObjectResources.Of(options, objects);
        app.Use(next => context => resources.InvokeAsync(context, next));
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            endpoints.MapPost(ReportService.Path, reports.InvokeAsync);
            endpoints.MapPost(TokenPath, new TokenEndpoint(database, options).InvokeAsync);
            ErpIntegrations.Map(endpoints, database, scheduler, options.TimeProvider);
            SchedulerRequests.Map(endpoints, database, scheduler, options.TimeProvider);
            FinancialResources.Map(endpoints, database);
            endpoints.MapFallback(static context => throw FusionProblem.NotFound());
        });
    }

    private static void MapFallback(this IEndpointRouteBuilder endpoints, RequestDelegate handler) => endpoints.Map("{**path}", handler);
}
