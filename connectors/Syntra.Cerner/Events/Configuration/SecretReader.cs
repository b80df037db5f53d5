using System.Text;
using Syntra.Cerner.Events.Signatures;

namespace Syntra.Cerner.Events.Configuration;

/// <summary>A secret, a certificate or a key set that the settings name cannot be used. Holds names only.</summary>
public sealed class SubscriptionsException : Exception
{
    /// <summary>Makes one.</summary>
    public SubscriptionsException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>Fetches the secrets that settings name.</summary>
internal static class SecretReader
{
    private const int Least = 16;
    private const string StandardPrefix = "whsec_";
    private const string PublicPrefix = "whpk_";

    /// <summary>The secrets of one check.</summary>
    /// <exception cref="SubscriptionsException">One is missing or too short.</exception>
    internal static SharedSecrets Read(VerifySettings verify, string sender, string folder) => new([.. verify.Secrets.Select(s => Read(s, verify.Scheme, sender, folder))]);

    /// <summary>A secret of Standard Webhooks: base64, with <c>whsec_</c> before it or not.</summary>
    /// <exception cref="SubscriptionsException">It is missing, too short, or no base64.</exception>
    internal static byte[] Standard(SecretReference reference, string sender, string folder) => Read(reference, VerifyScheme.StandardWebhooks, sender, folder);

    /// <summary>The public keys of one check: base64 of 32 bytes, with <c>whpk_</c> before it or not.</summary>
    /// <exception cref="SubscriptionsException">One is missing, or no Ed25519 key.</exception>
    internal static PublicKeys PublicKeys(VerifySettings verify, string sender, string folder) => new([.. verify.PublicKeys.Select(k => PublicKey(k, sender, folder))]);

    /// <summary>The text of one secret.</summary>
    /// <exception cref="SubscriptionsException">It is missing.</exception>
    internal static string Text(SecretReference reference, string sender, string folder)
    {
        var name = NameOf(reference);
        var text = (reference.Variable is { } v ? Environment.GetEnvironmentVariable(v) : FromFile(Path.Combine(folder, reference.File!), name, sender))?.Trim();
        return string.IsNullOrEmpty(text) ? throw new SubscriptionsException($"Sender {sender}: {name} holds no secret. Set it, or take it out of the settings.") : text;
    }

    private static string NameOf(SecretReference reference) => reference.Variable is { } variable ? $"variable {variable}" : $"file {reference.File}";

    private static byte[] Read(SecretReference reference, VerifyScheme scheme, string sender, string folder)
    {
        var (name, text) = (NameOf(reference), Text(reference, sender, folder));
        var secret = scheme == VerifyScheme.StandardWebhooks ? Standard(text, name, sender) : Encoding.UTF8.GetBytes(text);
        return secret.Length >= Least ? secret : throw new SubscriptionsException($"Sender {sender}: the secret in {name} has fewer than {Least} bytes. Agree on a longer one.");
    }

    private static byte[] PublicKey(SecretReference reference, string sender, string folder)
    {
        var text = Text(reference, sender, folder);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.StartsWith(PublicPrefix, StringComparison.Ordinal) ? text[PublicPrefix.Length..] : text, bytes, out var length) && Signatures.PublicKeys.IsUsable(bytes[..length])
            ? bytes[..length]
            : throw new SubscriptionsException($"Sender {sender}: the key in {NameOf(reference)} is no Ed25519 public key ({PublicPrefix} with base64 of 32 bytes). Copy it again as the sender shows it.");
    }

    private static string FromFile(string path, string name, string sender)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SubscriptionsException($"Sender {sender}: {name} cannot be read ({e.GetType().Name}).", e);
        }
    }

    private static byte[] Standard(string text, string name, string sender)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.StartsWith(StandardPrefix, StringComparison.Ordinal) ? text[StandardPrefix.Length..] : text, bytes, out var length)
            ? bytes[..length]
            : throw new SubscriptionsException($"Sender {sender}: the secret in {name} is not {StandardPrefix} with base64. Copy it again as the sender shows it.");
    }
}
