using System.Text;

namespace Syntra.Cerner.Events.Signatures;

/// <summary>A fixed header value, as FHIR's <c>Subscription.channel.header</c> gives it. Says who sends, nothing of what is sent: only over TLS.</summary>
internal sealed class SharedHeaderCheck(SharedSecrets secrets, string header) : ISenderCheck
{
    public ValueTask<CheckResult> CheckAsync(HookRequest request, CancellationToken ct) => ValueTask.FromResult(
        !request.Headers.TryGetValue(header, out var values) || values is not [{ } value] ? CheckResult.Refuse("header-missing")
        : secrets.Contains(Encoding.UTF8.GetBytes(value)) ? CheckResult.Pass() : CheckResult.Refuse("header"));
}

/// <summary>No check at all: for trying by hand, on loopback only.</summary>
internal sealed class UnsignedCheck : ISenderCheck
{
    public ValueTask<CheckResult> CheckAsync(HookRequest request, CancellationToken ct) => ValueTask.FromResult(CheckResult.Pass());
}
