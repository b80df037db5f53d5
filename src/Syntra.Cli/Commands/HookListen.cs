using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Syntra.Cerner.Events.Receiving;

namespace Syntra.Cli.Commands;

/// <summary>The options of the verbs that receive webhooks.</summary>
internal static class HookListen
{
    internal static Option<int> Port() =>
        new Option<int>("--port") { Description = "Port of the webhook receiver on 127.0.0.1, where the tenant has one; 0 takes a free one", DefaultValueFactory = _ => 8443 }.Within(0, 65535);

    internal static Option<string?> Certificate() =>
        new("--certificate") { Description = "PEM file with the webhook receiver's certificate and its key: TLS, and client certificates for senders by mutual-tls" };

    /// <summary>As the options say.</summary>
    /// <exception cref="CommandException">The certificate cannot be used.</exception>
    internal static HookReceiverOptions Of(int port, string? certificate) => new() { Port = port, Certificate = certificate is null ? null : Load(certificate) };

    private static X509Certificate2 Load(string file)
    {
        try
        {
            using var read = X509Certificate2.CreateFromPemFile(file);
            // TLS wants a key that outlives the object that it was read with.
            return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandException($"{file} cannot be used as the receiver's certificate ({bad.GetType().Name}). Give one PEM file with the certificate and its unencrypted key.", bad);
        }
    }
}
