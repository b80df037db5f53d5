using System.Collections.Concurrent;
using Syntra.Governance.Keys;

namespace Syntra.Cerner.Tests.Compliance;

/// <summary>Keys of the tests' tenants, for as long as the tests run.</summary>
internal static class Guards
{
    private static readonly ConcurrentDictionary<string, VolatileProtection> Tenants = new(StringComparer.Ordinal);

    internal static VolatileProtection Of(string tenant) =>
        Tenants.GetOrAdd(tenant, static t => VolatileProtection.CreateAsync(t, TimeProvider.System).GetAwaiter().GetResult());
}
