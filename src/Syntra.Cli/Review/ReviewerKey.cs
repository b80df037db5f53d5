using System.Security.Cryptography;
using Syntra.Cli.Register;

namespace Syntra.Cli.Review;

/// <summary>A reviewer's private key: a PEM file that nobody else may read, as ssh has them, with or without a passphrase.</summary>
internal static class ReviewerKey
{
    /// <summary>Names the key file where the command line does not.</summary>
    internal const string Variable = "SYNTRA_KEY";

    /// <summary>Holds the passphrase of an encrypted key file; never on a command line, which others can read.</summary>
    internal const string PassphraseVariable = "SYNTRA_KEY_PASSPHRASE";

    private const string Encrypted = "BEGIN ENCRYPTED PRIVATE KEY";
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Opens it; the caller's to dispose.</summary>
    /// <param name="path">The file; null for the one that <see cref="Variable"/> names.</param>
    /// <exception cref="CommandException">There is none, others may read it, or it is no P-256 key.</exception>
    internal static ECDsa Read(string? path)
    {
        string file = path ?? Environment.GetEnvironmentVariable(Variable)
            ?? throw new CommandException($"a decision is signed: name your private key with --key, or in {Variable}. 'syntra review new-key' makes one.");
        if (File.Exists(file) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != UnixFileMode.None)
        {
            throw new CommandException($"{file} can be read by others, so it proves nothing. Make it yours alone: chmod 600 {file}");
        }
        return File.Exists(file) && File.ReadAllText(file) is var text && text.Contains(Encrypted, StringComparison.Ordinal) ? Decrypt(file, text) : OfficerKeys.Read(file);
    }

    private static ECDsa Decrypt(string file, string text)
    {
        string phrase = Environment.GetEnvironmentVariable(PassphraseVariable)
            ?? throw new CommandException($"{file} has a passphrase: give it in {PassphraseVariable}.");
        var key = ECDsa.Create();
        try
        {
            key.ImportFromEncryptedPem(text, phrase);
            return key.KeySize == 256 ? key : throw new CryptographicException("The key is no P-256 key.");
        }
        catch (Exception bad) when (bad is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new CommandException($"{file} cannot be opened: the passphrase in {PassphraseVariable} is another one, or it holds no P-256 key.", bad);
        }
    }
}
