using System.Security.Cryptography;
using Syntra.Cli.Configuration;

namespace Syntra.Cli.Register;

/// <summary>Keys of privacy officers as files: private halves stay with the officer, public ones are named in tenant.yaml.</summary>
internal static class OfficerKeys
{
    /// <summary>The public keys that the tenant trusts. A file that is not there trusts nobody.</summary>
    /// <exception cref="CommandException">A file is no P-256 key.</exception>
    internal static IReadOnlyList<ECDsa> Trusted(TenantConfiguration tenant, string tenantFolder) =>
        [.. tenant.Governance.PrivacyOfficers.Select(name => Path.Combine(tenantFolder, name)).Where(File.Exists).Select(Read)];

    /// <summary>A key of a PEM file.</summary>
    /// <exception cref="CommandException">There is no such file, or it holds no P-256 key.</exception>
    internal static ECDsa Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CommandException($"there is no key file {path}. Signing with --new-key makes one, and so does 'syntra review new-key' for reviewers");
        }
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception bad) when (bad is ArgumentException or CryptographicException)
        {
            throw new CommandException($"{path}:1: this is no key. Cure: give a P-256 key as PEM", bad);
        }
        return key.KeySize == 256 ? key : throw new CommandException($"{path}:1: the key has {key.KeySize} bits. Cure: give a P-256 key");
    }

    /// <summary>Makes a key: the private half for its owner's eyes, the public one beside it.</summary>
    /// <returns>The public half's file.</returns>
    /// <exception cref="CommandException">The file is there already.</exception>
    internal static string Make(string privateFile, string publicFile)
    {
        if (File.Exists(privateFile))
        {
            throw new CommandException($"{privateFile} is there already; a new key gets a new file");
        }
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var writer = new StreamWriter(privateFile, options))
        {
            writer.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
        }
        File.WriteAllText(publicFile, key.ExportSubjectPublicKeyInfoPem() + "\n");
        return publicFile;
    }
}
