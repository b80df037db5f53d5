using System.Security.Cryptography;
using Syntra.Governance.Documents;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Configuration;

/// <summary>Checks the signature of a tenant's workbook, where the tenant names who signs it.</summary>
internal static class WorkbookTrust
{
    /// <summary>Why the workbook of a tenant's folder is not taken, with the cure; null where it is.</summary>
    internal static string? Refusal(string directory, WorkbookConfiguration settings, CompiledWorkbook workbook) => Refusal(directory, directory, settings, workbook);

    /// <summary>Why a workbook is not taken, with the cure; null where it is.</summary>
    /// <param name="directory">The tenant's folder, where the keys of finance are.</param>
    /// <param name="signed">Where the signature is.</param>
    /// <param name="settings">Whom the tenant trusts.</param>
    /// <param name="workbook">The workbook.</param>
    internal static string? Refusal(string directory, string signed, WorkbookConfiguration settings, CompiledWorkbook workbook)
    {
        if (settings.Signers.Count == 0)
        {
            return settings.Production ? "In production the workbook has to be signed: name the keys of finance in workbook.signers." : null;
        }

        var keys = new List<ECDsa>();
        try
        {
            foreach (string name in settings.Signers)
            {
                keys.Add(ReadKey(Path.Combine(directory, name)));
            }
            string file = Path.Combine(signed, WorkbookSignature.FileName);
            string? signature = File.Exists(file) ? File.ReadAllText(file) : null;
            var now = TimeProvider.System.GetUtcNow();
            return WorkbookSignature.Refusal(workbook, signature, keys, now) ?? Expired(signature!, settings.SignatureLife, now);
        }
        finally
        {
            keys.ForEach(key => key.Dispose());
        }
    }

    private static string? Expired(string signature, TimeSpan life, DateTimeOffset now) =>
        life > TimeSpan.Zero && DocumentSignature.Parse(signature) is { } read && read.Signed + life < now
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The workbook's signature of {read.Signed:yyyy-MM-dd} has expired; have finance look at it and sign it again.")
            : null;

    private static ECDsa ReadKey(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or IOException)
        {
            key.Dispose();
            throw new CommandException($"{path} is no public key in PEM form: {e.Message}", e);
        }
    }
}
