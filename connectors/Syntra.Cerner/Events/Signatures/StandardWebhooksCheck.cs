using System.Globalization;
using System.Text;

namespace Syntra.Cerner.Events.Signatures;

/// <summary>
/// Standard Webhooks 1.0: HMAC-SHA256 over <c>id.timestamp.body</c>, scheme v1. The asymmetric v1a (ed25519) is passed over: .NET 10 has no
/// ed25519, so a message with v1a signatures alone is refused.
/// </summary>
internal sealed class StandardWebhooksCheck(SharedSecrets secrets, TimeSpan tolerance, TimeProvider time) : ISenderCheck
{
    private const int LongestId = 256;
    private const string Version = "v1,";

    public ValueTask<CheckResult> CheckAsync(HookRequest request, CancellationToken ct) => ValueTask.FromResult(Check(request));

    private CheckResult Check(HookRequest request)
    {
        if (Single(request, "webhook-id") is not { Length: <= LongestId } id || Single(request, "webhook-timestamp") is not { } timestamp
            || Single(request, "webhook-signature") is not { } header)
        {
            return CheckResult.Refuse("headers-missing");
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || !InTime(seconds))
        {
            return CheckResult.Refuse("timestamp-out-of-window");
        }

        var signatures = Signatures(header);
        if (signatures.Count == 0)
        {
            return CheckResult.Refuse("no-v1-signature");
        }

        // The timestamp goes in as it was sent: the signature is over the text, not over the number.
        return secrets.Signed(signatures, Encoding.UTF8.GetBytes($"{id}.{timestamp}."), request.Body)
            ? CheckResult.Pass(id)
            : CheckResult.Refuse("signature");
    }

    private bool InTime(long seconds)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return seconds <= now + (long)tolerance.TotalSeconds && seconds >= now - (long)tolerance.TotalSeconds;
    }

    private static List<byte[]> Signatures(string header)
    {
        var found = new List<byte[]>();
        foreach (var part in header.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(SharedSecrets.MaxSignatures))
        {
            var bytes = new byte[part.Length];
            if (part.StartsWith(Version, StringComparison.Ordinal) && Convert.TryFromBase64String(part[Version.Length..], bytes, out var written))
            {
                found.Add(bytes[..written]);
            }
        }

        return found;
    }

    private static string? Single(HookRequest request, string name) =>
        request.Headers.TryGetValue(name, out var values) && values is [{ Length: > 0 } value] ? value : null;
}
