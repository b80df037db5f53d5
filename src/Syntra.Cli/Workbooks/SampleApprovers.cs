using System.Security.Cryptography;
using Syntra.Cli.Register;

namespace Syntra.Cli.Workbooks;

/// <summary>The demo's two people: their keys are made here, where the repository holds none, and registered in the demo's own copy of the workbook.</summary>
internal static class SampleApprovers
{
    /// <summary>Folder of their private keys in the demo's.</summary>
    internal const string Folder = "approvers";

    private const string Table = "approvers.csv";
    private const string NoKey = ",NONE,";

    /// <summary>The file of a person's private key.</summary>
    internal static string KeyOf(string folder, string user) => Path.Combine(folder, user + ".pem");

    /// <summary>Gives a key to everybody who has none.</summary>
    /// <param name="tenantFolder">The demo's tenant folder, with its tables, not signed yet.</param>
    /// <param name="keys">Where the private keys go.</param>
    internal static void GiveKeys(string tenantFolder, string keys)
    {
        // A start that broke off before it was done begins again.
        if (Directory.Exists(keys))
        {
            Directory.Delete(keys, recursive: true);
        }
        Directory.CreateDirectory(keys);
        string table = Path.Combine(tenantFolder, Table);
        File.WriteAllLines(table, [.. File.ReadAllLines(table).Select(line => line.StartsWith('#') ? line : WithKey(line, keys))]);
    }

    private static string WithKey(string line, string keys)
    {
        int none = line.IndexOf(NoKey, StringComparison.Ordinal);
        if (none < 0)
        {
            return line;
        }
        string file = KeyOf(keys, line[..line.IndexOf(',', StringComparison.Ordinal)]);
        OfficerKeys.Make(file, file + ".pub");
        using ECDsa key = OfficerKeys.Read(file);
        return line.Replace(NoKey, $",{Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())},", StringComparison.Ordinal);
    }
}
