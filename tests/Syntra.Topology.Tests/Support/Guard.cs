using Syntra.Contracts;
using Syntra.Governance.Keys;
using Syntra.Governance.Sealing;

namespace Syntra.Topology.Tests.Support;

/// <summary>Keys, tokens and seal of the sample tenant, for as long as the tests run.</summary>
internal static class Guard
{
    private static readonly VolatileProtection Protection = VolatileProtection.CreateAsync(Sample.Tenant, TimeProvider.System).GetAwaiter().GetResult();

    public static ISourceTokens Tokens => Protection.Tokens;

    public static RecordSealer Sealer => Protection.Sealer;

    public static VolatileKeys Keys => Protection.Keys;

    /// <summary>The token of a charge.</summary>
    public static string Charge(string id) => Tokens.Token(TokenSpaces.Charge, id);

    /// <summary>The token of an encounter.</summary>
    public static string Encounter(string id) => Tokens.Token(TokenSpaces.Encounter, id);
}
