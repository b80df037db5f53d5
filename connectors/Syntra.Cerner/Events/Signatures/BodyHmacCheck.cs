namespace Syntra.Cerner.Events.Signatures;

/// <summary>
/// HMAC-SHA256 of the body in hex, as <c>X-Hub-Signature-256: sha256=...</c> and its likes. It covers no time: a recorded message can be
/// sent again, and only the journal of events keeps it from counting twice.
/// </summary>
internal sealed class BodyHmacCheck(SharedSecrets secrets, string header) : ISenderCheck
{
    private const string Prefix = "sha256=";

    public ValueTask<CheckResult> CheckAsync(HookRequest request, CancellationToken ct) => ValueTask.FromResult(Check(request));

    private CheckResult Check(HookRequest request)
    {
        if (!request.Headers.TryGetValue(header, out var values) || values.Count == 0)
        {
            return CheckResult.Refuse("header-missing");
        }

        var signatures = new List<byte[]>();
        foreach (var part in values.OfType<string>().SelectMany(v => v.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)).Take(SharedSecrets.MaxSignatures))
        {
            var hex = part.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? part[Prefix.Length..] : part;
            var bytes = new byte[hex.Length / 2];
            if (Convert.FromHexString(hex, bytes, out _, out var written) == System.Buffers.OperationStatus.Done)
            {
                signatures.Add(bytes[..written]);
            }
        }

        return signatures.Count > 0 && secrets.Signed(signatures, request.Body) ? CheckResult.Pass() : CheckResult.Refuse("signature");
    }
}
