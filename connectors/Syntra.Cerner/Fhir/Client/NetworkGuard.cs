using System.Net;
using System.Net.Sockets;

namespace Syntra.Cerner.Fhir.Client;

/// <summary>
/// Makes the HttpClient that servers of the source are reached by: follows no redirect, keeps no cookie, and connects to no address of this
/// machine or its network unless that is allowed. The name is resolved once and what was checked is what is connected to.
/// </summary>
public static class NetworkGuard
{
    /// <summary>A client; the caller disposes it.</summary>
    /// <param name="allowPrivate">Whether loopback, link-local and private addresses may be reached.</param>
    public static HttpClient Client(bool allowPrivate) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = 64,
        ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, allowPrivate, ct),
    })
    {
        // The time limit is each call's own, by the injected clock.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Whether an address is one of the public internet.</summary>
    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            return false;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !(address.IsIPv6LinkLocal || address.IsIPv6SiteLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast);
        }

        var b = address.GetAddressBytes();
        return b switch
        {
            [0 or 10 or 127, ..] => false,
            [100, >= 64 and <= 127, ..] => false,
            [169, 254, ..] or [192, 168, ..] => false,
            [172, >= 16 and <= 31, ..] => false,
            [192, 0, 0, _] or [198, 18 or 19, ..] => false,
            [>= 224, ..] => false,
            _ => true,
        };
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, bool allowPrivate, CancellationToken ct)
    {
        var found = await Dns.GetHostAddressesAsync(endpoint.Host, ct).ConfigureAwait(false);
        IPAddress[] allowed = [.. found.Where(a => allowPrivate || IsPublic(a))];
        if (allowed.Length == 0)
        {
            throw new FhirFaultException(FhirFaultKind.Untrusted, "the server's name leads to a private address; allow that where it is meant");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endpoint.Port, ct).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
