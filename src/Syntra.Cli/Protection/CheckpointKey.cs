using System.Security.Cryptography;
using Syntra.Governance.Audit.Checkpoints;

namespace Syntra.Cli.Protection;

/// <summary>The key that signs checkpoints: made at the first start, its public half beside it for whoever verifies.</summary>
internal static class CheckpointKey
{
    private const string Prefix = "syntra-checkpoint-";

    /// <summary>Opens or makes the private key.</summary>
    internal static CheckpointSigner Open(ProtectionFolders folders, string tenant)
    {
        // Lives as long as the process: the signer keeps it.
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(folders.CheckpointKey))
        {
            key.ImportFromPem(File.ReadAllText(folders.CheckpointKey));
        }
        else
        {
            WriteOwnerOnly(folders.CheckpointKey, key.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(folders.CheckpointPublicKey, key.ExportSubjectPublicKeyInfoPem() + "\n");
        }
        return new CheckpointSigner(Prefix + tenant, key);
    }

    /// <summary>Believes the tenant's public key alone.</summary>
    internal static CheckpointTrust Trust(string publicKeyFile, string tenant)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(publicKeyFile));
        return new CheckpointTrust(new Dictionary<string, ECDsa>(StringComparer.Ordinal) { [Prefix + tenant] = key });
    }

    private static void WriteOwnerOnly(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var writer = new StreamWriter(path, options);
        writer.Write(text + "\n");
    }
}
