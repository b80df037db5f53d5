using System.Security.Cryptography;
using Syntra.Cli.Review;

namespace Syntra.Cli.Tests.Review;

/// <summary>A reviewer's key file proves something only where nobody else can read it.</summary>
public sealed class ReviewerKeyTests : IDisposable
{
    private readonly string file = Path.Combine(Directory.CreateTempSubdirectory("syntra-key-").FullName, "ada.pem");
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(ReviewerKey.PassphraseVariable, null);
        key.Dispose();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public void A_file_that_others_can_read_is_refused_with_the_cure()
    {
        Write(key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.EndsWith($"chmod 600 {file}", Assert.Throws<CommandException>(() => ReviewerKey.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_with_a_passphrase_opens_with_the_right_one_only()
    {
        Write(key.ExportEncryptedPkcs8PrivateKeyPem("right", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)), UnixFileMode.UserRead);
        Assert.Contains(ReviewerKey.PassphraseVariable, Assert.Throws<CommandException>(() => ReviewerKey.Read(file)).Message, StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(ReviewerKey.PassphraseVariable, "wrong");
        Assert.Throws<CommandException>(() => ReviewerKey.Read(file));
        Environment.SetEnvironmentVariable(ReviewerKey.PassphraseVariable, "right");

        using var opened = ReviewerKey.Read(file);

        Assert.Equal(key.ExportSubjectPublicKeyInfo(), opened.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void Without_a_key_the_message_says_how_to_get_one() =>
        Assert.Contains("syntra review new-key", Assert.Throws<CommandException>(() => ReviewerKey.Read(null)).Message, StringComparison.Ordinal);

    private void Write(string pem, UnixFileMode mode)
    {
        File.WriteAllText(file, pem);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
        }
        else
        {
            File.SetUnixFileMode(file, mode);
        }
    }
}
