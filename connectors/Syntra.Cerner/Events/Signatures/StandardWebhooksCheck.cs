using System.Globalization;
using System.Text;

namespace Syntra.Cerner.Events.Signatures;

/// <summary>
/// Standard Webhooks 1.0 over <c>id.timestamp.body</c>: HMAC-SHA256 (v1) by the sender's secrets, Ed25519 (v1a) by its public keys. What a sender has
/// no key for is passed over, so a message with signatures of the other kind alone is refused.
/// </summary>
internal sealed class StandardWebhooksCheck(SharedSecrets secrets, PublicKeys keys, TimeSpan tolerance, TimeProvider time) : ISenderCheck
{
    private const int LongestId = 256;
    private const string Symmetric = "v1,";
    private const string Asymmetric = "v1a,";

    internal StandardWebhooksCheck(SharedSecrets secrets, TimeSpan tolerance, TimeProvider time)
        : this(secrets, PublicKeys.None, tolerance, time)
    {
    }

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

        // The timestamp goes in as it was sent: the signature is over the text, not over the number.
        var prefix = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        var (shared, own) = (Signatures(header, Symmetric), keys.Any ? Signatures(header, Asymmetric) : []);
        if (shared.Count == 0 && own.Count == 0)
        {
            return CheckResult.Refuse("no-known-signature");
        }

        return (shared.Count > 0 && secrets.Signed(shared, prefix, request.Body)) || (own.Count > 0 && keys.Signed(own, [.. prefix, .. request.Body.Span]))
            ? CheckResult.Pass(id)
            : CheckResult.Refuse("signature");
    }

    private bool InTime(long seconds)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return seconds <= now + (long)tolerance.TotalSeconds && seconds >= now - (long)tolerance.TotalSeconds;
    }

    private static List<byte[]> Signatures(string header, string version)
    {
        var found = new List<byte[]>();
        foreach (var part in header.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(SharedSecrets.MaxSignatures))
        {
            var bytes = new byte[part.Length];
            if (part.StartsWith(version, StringComparison.Ordinal) && Convert.TryFromBase64String(part[version.Length..], bytes, out var written))
            {
                found.Add(bytes[..written]);
            }
        }

        return found;
    }

    private static string? Single(HookRequest request, string name) =>
        request.Headers.TryGetValue(name, out var values) && values is [{ Length: > 0 } value] ? value : null;
}
