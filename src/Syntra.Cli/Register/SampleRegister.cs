using Syntra.Governance.Register.Signing;

namespace Syntra.Cli.Register;

/// <summary>
/// The demo's own copy of the sample register, signed by a sample officer whose key is made here: the repository holds no key. In
/// production the officer's key never comes near this machine.
/// </summary>
internal static class SampleRegister
{
    private const string Officer = "sample privacy officer";
    private const string PublicKey = "privacy-officer.pub.pem";

    /// <summary>Copies and signs it.</summary>
    /// <param name="sample">The folder of the samples.</param>
    /// <param name="tenantFolder">The demo's tenant folder.</param>
    /// <param name="privateKey">Where the officer's private key goes.</param>
    /// <param name="time">Clock.</param>
    /// <param name="say">Told that it was signed, and by whom.</param>
    internal static void Sign(string sample, string tenantFolder, string privateKey, TimeProvider time, Action<string> say)
    {
        string register = Path.Combine(tenantFolder, TenantRegister.FileName);
        File.Copy(Path.Combine(sample, TenantRegister.FileName), register, overwrite: true);
        // A start that broke off before it was done begins again.
        File.Delete(privateKey);
        OfficerKeys.Make(privateKey, Path.Combine(tenantFolder, PublicKey));
        using var key = OfficerKeys.Read(privateKey);
        RegisterSigner.Sign(register, Officer, key, PhiDomains.Schemas, time);
        say($"signed this demo's copy of the sample PHI register with a sample officer's key made just now ({privateKey}); in production the privacy officer signs elsewhere: syntra phi sign");
    }
}
