using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Syntra.Cerner.Events.Signatures;

/// <summary>
/// The client's certificate: pinned by the SHA-256 of its bytes, or issued by one of the sender's authorities to one of the names given.
/// Revocation is not asked for: private authorities seldom publish it; unpin or rename instead.
/// </summary>
internal sealed class MutualTlsCheck(IReadOnlyList<byte[]> thumbprints, X509Certificate2Collection authorities, IReadOnlyList<string> subjects, TimeProvider time) : ISenderCheck
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public ValueTask<CheckResult> CheckAsync(HookRequest request, CancellationToken ct) => ValueTask.FromResult(Check(request.Certificate));

    private CheckResult Check(X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            return CheckResult.Refuse("certificate-missing");
        }

        var now = time.GetUtcNow().UtcDateTime;
        if (now < certificate.NotBefore.ToUniversalTime() || now > certificate.NotAfter.ToUniversalTime())
        {
            return CheckResult.Refuse("certificate-expired");
        }

        return IsPinned(certificate) || IsIssued(certificate, now) ? CheckResult.Pass() : CheckResult.Refuse("certificate-unknown");
    }

    private bool IsPinned(X509Certificate2 certificate)
    {
        var thumbprint = SHA256.HashData(certificate.RawData);
        return thumbprints.Any(t => CryptographicOperations.FixedTimeEquals(t, thumbprint));
    }

    private bool IsIssued(X509Certificate2 certificate, DateTime now)
    {
        if (authorities.Count == 0 || !subjects.Any(s => string.Equals(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), s, StringComparison.Ordinal)
            || string.Equals(certificate.Subject, s, StringComparison.Ordinal)))
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now;
        return chain.Build(certificate);
    }
}
