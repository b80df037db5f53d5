using Syntra.Cli.Configuration;
using Syntra.Cli.Register;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Workbooks;

/// <summary>
/// The demo's own copy of the sample workbook, signed with a sample key of finance that is made here: the repository holds no key. The
/// copy's tenant.yaml trusts nobody yet, so that its tables may be changed freely; naming the public key under workbook.signers ends that.
/// </summary>
internal static class SampleFinance
{
    private const string Signer = "sample finance";
    private const string PublicKey = "finance.pub.pem";

    /// <summary>Signs it.</summary>
    /// <param name="tenantFolder">The demo's tenant folder, with its tables.</param>
    /// <param name="privateKey">Where finance's private key goes.</param>
    /// <param name="time">Clock.</param>
    internal static void Sign(string tenantFolder, string privateKey, TimeProvider time)
    {
        // A start that broke off before it was done begins again.
        File.Delete(privateKey);
        OfficerKeys.Make(privateKey, Path.Combine(tenantFolder, PublicKey));
        using var key = OfficerKeys.Read(privateKey);
        string signature = WorkbookSignature.Sign(TenantFolder.CompileWorkbook(tenantFolder), Signer, key, time);
        File.WriteAllText(Path.Combine(tenantFolder, WorkbookSignature.FileName), signature);
    }
}
