using System.Security.Cryptography;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Tests.Support;

/// <summary>Key rings of known material, and the authorities that the tests know.</summary>
internal static class Rings
{
    public static readonly IdentifierRules Rules = new(
    [
        new AuthorityRule { Authority = "mrn", DropLeadingZeros = true },
        new AuthorityRule { Authority = "fin", PadTo = 10 },
        new AuthorityRule { Authority = "ssn", Ignore = "- " },
    ]);

    public static KeyRing Token(string tenant = "north", byte seed = 1) => KeyRing.OfOneKey(tenant, KeyRingUse.Token, Master(seed));

    public static KeyRing DateShift(string tenant = "north", byte seed = 1) => KeyRing.OfOneKey(tenant, KeyRingUse.DateShift, Master(seed));

    public static byte[] Master(byte seed) => SHA256.HashData([seed]);
}
