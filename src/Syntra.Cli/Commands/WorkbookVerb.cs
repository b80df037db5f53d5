using System.CommandLine;
using Syntra.Cli.Configuration;
using Syntra.Cli.Operating;
using Syntra.Cli.Output;
using Syntra.Cli.Register;
using Syntra.Cli.Workbooks;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Commands;

/// <summary>`syntra workbook lint | sign | diff | publish`: the data-mapping workbook, from draft to the ledger's rules.</summary>
internal static class WorkbookVerb
{
    internal static Command Create() => new("workbook", "The data-mapping workbook that finance signs") { Lint(), Sign(), Diff(), Publish() };

    private static Command Lint()
    {
        var (folder, json) = (Folder("dir"), Json());
        var lint = new Command("lint", "Check a workbook; exit code 1 when there is a fault") { folder, json };
        lint.SetAction(parsed => Faults.Print(TenantFolder.LintWorkbook(parsed.GetValue(folder)!), parsed.GetValue(json)));
        return lint;
    }

    private static Command Sign()
    {
        var folder = Folder("dir");
        var signer = new Option<string>("--signer") { Description = "Name of the person of finance who signs", Required = true };
        var key = new Option<string>("--key") { Description = "Their private key, a P-256 PEM file", Required = true };
        var make = new Option<bool>("--new-key") { Description = "Make the key first; its public half goes to KEY.pub" };
        var json = Json();
        var verb = new Command("sign", $"Sign a workbook without faults; writes {WorkbookSignature.FileName} beside its tables") { folder, signer, key, make, json };
        verb.SetAction(parsed => SignIt(parsed.GetValue(folder)!, parsed.GetValue(signer)!, parsed.GetValue(key)!, parsed.GetValue(make), parsed.GetValue(json)));
        return verb;
    }

    private static Command Diff()
    {
        var (before, after, json) = (Folder("before"), Folder("after"), Json());
        var verb = new Command("diff", "What two workbooks say differently, from which day, and on which accounts; exit code 0 when nothing does, 3 when something does") { before, after, json };
        verb.SetAction(parsed =>
        {
            var diff = WorkbookDiff.Of(TenantFolder.CompileWorkbook(parsed.GetValue(before)!), TenantFolder.CompileWorkbook(parsed.GetValue(after)!));
            foreach (string line in parsed.GetValue(json) ? [JsonText.Of(diff)] : WorkbookDiffText.Of(diff))
            {
                Console.Out.WriteLine(line);
            }
            return diff.Rows.Count == 0 ? ExitCodes.Done : ExitCodes.Disagrees;
        });
        return verb;
    }

    private static Command Publish()
    {
        var place = new OperatorArguments();
        var (folder, json) = (Folder("folder"), Json());
        var user = new Option<string>("--user") { Description = "Who publishes; it is noted in the audit", DefaultValueFactory = _ => Environment.UserName };
        var verb = place.AddTo(new Command("publish", "Bring a signed workbook into force; exit code 6 when it is unsigned, altered or expired") { folder, user, json });
        verb.SetAction(async (parsed, cancellation) =>
        {
            string from = parsed.GetValue(folder)!;
            var workbook = TenantFolder.CompileWorkbook(from);
            var options = place.Of(parsed);
            var session = await OperatorSession.OpenAsync(options, cancellation).ConfigureAwait(false);
            await using var owned = session.ConfigureAwait(false);
            var answer = new WorkbookRelease(session, options.Tenant, parsed.GetValue(user)!).Publish(from, workbook, cancellation);
            Console.Out.WriteLine(parsed.GetValue(json) ? JsonText.Of(answer)
                : answer.Changed == 0 ? $"workbook {answer.Workbook[..16]} is in force already" : $"workbook {answer.Workbook[..16]} is in force; {answer.Changed} entries changed");
            return ExitCodes.Done;
        });
        return verb;
    }

    private static int SignIt(string folder, string signer, string keyFile, bool make, bool json)
    {
        if (string.IsNullOrWhiteSpace(signer) || signer.Contains('\n', StringComparison.Ordinal))
        {
            throw new CommandException("--signer takes a name of one line");
        }
        var workbook = TenantFolder.CompileWorkbook(folder);
        string? published = make ? OfficerKeys.Make(keyFile, keyFile + ".pub") : null;
        using var key = OfficerKeys.Read(keyFile);
        string file = Path.Combine(folder, WorkbookSignature.FileName);
        File.WriteAllText(file, WorkbookSignature.Sign(workbook, signer, key, TimeProvider.System));
        Console.Out.WriteLine(json ? JsonText.Of(new { File = file, Workbook = workbook.Version, Signer = signer }) : $"{file}: signed by {signer}, workbook {workbook.Version[..16]}");
        if (published is not null)
        {
            Console.Error.WriteLine($"the public key is {published}: put it into the tenant's folder and name it under workbook.signers in tenant.yaml");
        }
        return ExitCodes.Done;
    }

    private static Argument<string> Folder(string name) => new(name) { Description = "A folder with the workbook's tables (*.csv)" };

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON value on stdout and nothing else there" };
}
