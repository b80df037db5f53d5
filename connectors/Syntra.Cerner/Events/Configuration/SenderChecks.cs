using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Signatures;

namespace Syntra.Cerner.Events.Configuration;

/// <summary>Makes the checks of a sender from its settings.</summary>
internal sealed class SenderChecks(string folder, HttpClient http, TimeProvider time, ILogger log)
{
    /// <summary>The checks of a sender.</summary>
    /// <exception cref="SubscriptionsException">A secret, certificate or key set cannot be used.</exception>
    internal IReadOnlyList<ISenderCheck> Of(SenderSettings sender) => [.. sender.Verify.Select(v => Of(v, sender.Name))];

    private ISenderCheck Of(VerifySettings verify, string sender) => verify.Scheme switch
    {
        VerifyScheme.StandardWebhooks => new StandardWebhooksCheck(SecretReader.Read(verify, sender, folder), SecretReader.PublicKeys(verify, sender, folder), verify.Tolerance, time),
        VerifyScheme.HubSignature => new BodyHmacCheck(SecretReader.Read(verify, sender, folder), verify.Header!),
        VerifyScheme.SharedHeader => new SharedHeaderCheck(SecretReader.Read(verify, sender, folder), verify.Header!),
        VerifyScheme.MutualTls => new MutualTlsCheck([.. verify.Thumbprints.Select(Convert.FromHexString)], Authorities(verify, sender), verify.Subjects, time),
        VerifyScheme.Bearer => new BearerCheck(Keys(verify), new BearerRules(verify.Audience!, verify.Issuer, verify.Scope), time),
        VerifyScheme.Unsigned => new UnsignedCheck(),
        _ => throw new ArgumentOutOfRangeException(nameof(verify)),
    };

    private X509Certificate2Collection Authorities(VerifySettings verify, string sender)
    {
        var authorities = new X509Certificate2Collection();
        if (verify.Authorities is not { } file)
        {
            return authorities;
        }

        try
        {
            authorities.ImportFromPemFile(Path.Combine(folder, file));
            return authorities;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SubscriptionsException($"Sender {sender}: the authorities in {file} cannot be read ({e.GetType().Name}).", e);
        }
    }

    private JwksSource Keys(VerifySettings verify) => verify.Jwks!.Contains("://", StringComparison.Ordinal)
        ? JwksSource.OfAddress(new Uri(verify.Jwks), http, time, log)
        : JwksSource.OfFile(Path.Combine(folder, verify.Jwks), time, log);
}
