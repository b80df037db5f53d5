using System.Security.Cryptography;
using System.Text;

namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>Fingerprint of what a plan was made from.</summary>
internal static class PlanHash
{
    internal static string Of(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)).AsSpan(0, 16));
}
