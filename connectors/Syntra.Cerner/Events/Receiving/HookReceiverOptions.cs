using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Syntra.Cerner.Events.Receiving;

/// <summary>Where the receiver listens and what it takes.</summary>
public sealed record HookReceiverOptions
{
    /// <summary>Address; loopback unless a proxy or a certificate of its own stands before it.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The server's certificate; null serves plain HTTP, without client certificates.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Largest body as it comes over the wire; more is 413.</summary>
    public int MaxBodyBytes { get; init; } = 1 << 20;

    /// <summary>Largest body once unpacked; more is 413.</summary>
    public int MaxUnpackedBytes { get; init; } = 4 << 20;

    /// <summary>Messages worked on at once; more is 429.</summary>
    public int MaxConcurrent { get; init; } = 512;

    /// <summary>Connections at once.</summary>
    public int MaxConnections { get; init; } = 2_000;

    /// <summary>A body must be there by then; slower is 408.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What a refused sender is asked to wait.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);
}
