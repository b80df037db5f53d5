using System.Data.Common;
using Syntra.Fusion.Rest;

namespace Syntra.Cli.Runtime;

/// <summary>What a runtime talks to.</summary>
internal sealed record RuntimeEndpoints
{
    /// <summary>Kafka, host:port list.</summary>
    internal required string BootstrapServers { get; init; }

    /// <summary>Schema Registry.</summary>
    internal required Uri RegistryUrl { get; init; }

    /// <summary>Makes a closed connection to the Millennium database; null where this instance does not poll.</summary>
    internal Func<DbConnection>? Millennium { get; init; }

    /// <summary>Fusion and how to sign in; null where this instance does not deliver.</summary>
    internal FusionClientOptions? Fusion { get; init; }
}
