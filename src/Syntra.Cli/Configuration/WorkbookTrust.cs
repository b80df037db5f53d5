using System.Security.Cryptography;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Configuration;

/// <summary>Checks the signature of a tenant's workbook, where the tenant names who signs it.</summary>
internal static class WorkbookTrust
{
    /// <summary>Why the workbook is not taken, with the cure; null where it is.</summary>
    internal static string? Refusal(string directory, WorkbookConfiguration settings, CompiledWorkbook workbook)
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
            string file = Path.Combine(directory, WorkbookSignature.FileName);
            return WorkbookSignature.Refusal(workbook, File.Exists(file) ? File.ReadAllText(file) : null, keys, TimeProvider.System.GetUtcNow());
        }
        finally
        {
            keys.ForEach(key => key.Dispose());
        }
    }

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
