using System.Net;
using System.Text.Json;
using Syntra.Fusion.Delivery.Machine;

namespace Syntra.Fusion.Rest;

/// <summary>
/// Fusion's REST operations that the pipeline needs. Every failure is a <see cref="FusionException"/>. Reads are repeated;
/// writes are sent once.
/// </summary>
public sealed partial class FusionClient : IDisposable, IFusionJournals
{
    private readonly FusionClientOptions _options;
    private readonly FusionTransport _transport;
    private readonly string _resources;

    /// <summary>A client over real connections.</summary>
    public FusionClient(FusionClientOptions options, TimeProvider time)
        : this(options, time, NewHandler(options))
    {
    }

    /// <summary>A client over the given handler, which it disposes.</summary>
    public FusionClient(FusionClientOptions options, TimeProvider time, HttpMessageHandler handler)
    {
        options.Validate();
        _options = options;
        _transport = new FusionTransport(options, handler, time);
        _resources = $"/fscmRestApi/resources/{options.ResourceVersion}/";
    }

    internal FusionTransport Transport => _transport;

    internal FusionClientOptions Options => _options;

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private static SocketsHttpHandler NewHandler(FusionClientOptions options) => new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxConnectionsPerServer = options.MaximumConcurrentCalls,
        AutomaticDecompression = DecompressionMethods.All,

        // A redirect would send a write to a place that nobody configured.
        AllowAutoRedirect = false,
    };

    private FusionRequest Read(string operation, string pathAndQuery) => new(operation, HttpMethod.Get, pathAndQuery, _options.ReadTimeout);

    private async Task<T> ReadAsync<T>(FusionRequest request, Func<JsonElement, T?> read, string expected, CancellationToken ct)
        where T : class
    {
        using var document = await _transport.SendAsync(request, ct);
        try
        {
            return read(document.RootElement) ?? throw FusionErrors.Garbage(request, $"no {expected}");
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException or InvalidDataException)
        {
            throw FusionErrors.Garbage(request, $"no {expected}", failure);
        }
    }

    /// <summary>All pages of a collection. Ordered by a unique key where the resource can, so that pages do not shift.</summary>
    private async Task<IReadOnlyList<T>> ReadAllAsync<T>(string operation, string pathAndQuery, int version, Func<JsonElement, T?> read, CancellationToken ct)
        where T : class
    {
        var rows = new List<T>();
        var offset = 0;
        bool more;
        do
        {
            var separator = pathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var request = Read(operation, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{pathAndQuery}{separator}limit={_options.PageSize}&offset={offset}"));
            using var document = await _transport.SendAsync(request with { FrameworkVersion = version }, ct);
            if (document.RootElement.Member("items") is not { ValueKind: JsonValueKind.Array } items)
            {
                throw FusionErrors.Garbage(request, "no items");
            }

            foreach (var item in items.EnumerateArray())
            {
                rows.Add(read(item) ?? throw FusionErrors.Garbage(request, "an item lacks a member"));
            }

            more = document.RootElement.Text("hasMore") == "true" && items.GetArrayLength() > 0;
            offset += items.GetArrayLength();
        }
        while (more);
        return rows;
    }
}
