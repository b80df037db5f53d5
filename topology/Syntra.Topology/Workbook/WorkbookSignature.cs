using System.Security.Cryptography;
using Syntra.Governance.Documents;

namespace Syntra.Topology.Workbook;

/// <summary>
/// Finance's signature of a workbook: of its version, which is the hash of all that the tables say, so that a comment may be added
/// without a new signature and no value may be changed without one.
/// </summary>
public static class WorkbookSignature
{
    /// <summary>The signature's file beside the tables.</summary>
    public const string FileName = "workbook.sig";

    private const string Kind = "workbook";

    /// <summary>Signs a workbook that has no faults.</summary>
    /// <param name="workbook">The workbook.</param>
    /// <param name="signer">Name of the signer; one line.</param>
    /// <param name="key">The signer's private key, P-256.</param>
    /// <param name="time">Clock.</param>
    /// <returns>Content of the file <see cref="FileName"/>.</returns>
    public static string Sign(CompiledWorkbook workbook, string signer, ECDsa key, TimeProvider time) =>
        DocumentSignature.Sign(Kind, workbook.Version, signer, key, time).ToString();

    /// <summary>Why a workbook may not be published, in a sentence with the cure; null where it may.</summary>
    /// <param name="workbook">The workbook.</param>
    /// <param name="signature">Content of the signature's file; null where there is none.</param>
    /// <param name="finance">Public keys of those who may sign.</param>
    /// <param name="now">A signature from later than this is refused.</param>
    public static string? Refusal(CompiledWorkbook workbook, string? signature, IReadOnlyList<ECDsa> finance, DateTimeOffset now) =>
        DocumentSignature.Check(signature, Kind, workbook.Version, finance, now) switch
        {
            null => null,
            DocumentFault.Unsigned => $"The workbook is not signed; have finance sign it, and put {FileName} beside its tables.",
            DocumentFault.UntrustedKey => "The workbook is signed with a key that is none of those that finance signs with; have it signed by finance.",
            DocumentFault.NotYetSigned => "The workbook is signed with a time that is still to come; check the clocks.",
            _ => "The workbook was changed after it was signed; look at the difference and have it signed again.",
        };
}
