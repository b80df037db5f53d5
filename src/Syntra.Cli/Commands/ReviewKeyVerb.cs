using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Syntra.Cli.Register;
using Syntra.Topology.Posting.Review;

namespace Syntra.Cli.Commands;

/// <summary>`syntra review new-key`: a reviewer's own key, and the row with which finance registers it.</summary>
internal static class ReviewKeyVerb
{
    internal static Command Create()
    {
        var user = new Option<string>("--user") { Description = "User name of the reviewer whose key it is", Required = true };
        var roles = new Option<string>("--roles") { Description = "Roles that finance gives them, joined by semicolons", Required = true };
        var file = new Option<string>("--out") { Description = "Where the private key goes; only its owner can read it", Required = true };
        var verb = new Command("new-key", "Make a reviewer's key; prints the row of approvers.csv with its public half, for finance to sign and publish") { user, roles, file };
        verb.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            OfficerKeys.Make(path, path + ".pub");
            using var key = OfficerKeys.Read(path);
            Console.Out.WriteLine(Row(parsed.GetValue(user)!, parsed.GetValue(roles)!, key));
            Console.Error.WriteLine($"the private key is {path}: keep it yours alone. Have finance add the row above to approvers.csv, sign the workbook and publish it.");
            return ExitCodes.Done;
        });
        return verb;
    }

    private static string Row(string user, string roles, ECDsa key) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Approver.NameOf(user)},{roles},{Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())},{TimeProvider.System.GetUtcNow():yyyy-MM-dd},");
}
