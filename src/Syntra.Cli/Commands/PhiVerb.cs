using System.CommandLine;
using System.Text.Json;
using Syntra.Cli.Register;
using Syntra.Governance.Register;
using Syntra.Governance.Register.Lint;
using Syntra.Governance.Register.Signing;

namespace Syntra.Cli.Commands;

/// <summary>`syntra phi lint | sign | show | diff`: the PHI register, from draft to signature.</summary>
internal static class PhiVerb
{
    internal static Command Create() => new("phi", "The PHI register that a privacy officer signs") { Lint(), Sign(), Show(), Diff() };

    private static Command Lint()
    {
        var (place, json) = (Place(), Json());
        var verb = new Command("lint", "Check a register against itself and the schemas of its domains; exit code 1 when there is a fault") { place, json };
        verb.SetAction(parsed => Print(TenantRegister.Lint(TenantRegister.PathOf(parsed.GetValue(place)!)), parsed.GetValue(json)));
        return verb;
    }

    private static Command Sign()
    {
        var place = Place();
        var officer = new Option<string>("--officer") { Description = "The privacy officer's name", Required = true };
        var key = new Option<string>("--key") { Description = "The officer's private key, a P-256 PEM file", Required = true };
        var make = new Option<bool>("--new-key") { Description = "Make the key first; its public half goes to KEY.pub" };
        var verb = new Command("sign", "Sign a register without faults; writes REGISTER.sig. Exit code 1 when there is a fault, and nothing is signed") { place, officer, key, make };
        verb.SetAction(parsed => SignIt(TenantRegister.PathOf(parsed.GetValue(place)!), parsed.GetValue(officer)!, parsed.GetValue(key)!, parsed.GetValue(make)));
        return verb;
    }

    private static Command Show()
    {
        var (place, json) = (Place(), Json());
        var verb = new Command("show", "What leaves in which form, field by field, what each copy for analytics holds, and who signed it") { place, json };
        verb.SetAction(parsed => ShowIt(TenantRegister.PathOf(parsed.GetValue(place)!), parsed.GetValue(json)));
        return verb;
    }

    private static Command Diff()
    {
        var before = new Argument<string>("before") { Description = "A register, or a tenant's folder" };
        var after = new Argument<string>("after") { Description = "The register to compare with it" };
        var json = Json();
        var verb = new Command("diff", "What differs between two registers; exit code 0 when nothing does, 3 when something does") { before, after, json };
        verb.SetAction(parsed => DiffIt(Read(TenantRegister.PathOf(parsed.GetValue(before)!)), Read(TenantRegister.PathOf(parsed.GetValue(after)!)), parsed.GetValue(json)));
        return verb;
    }

    private static Argument<string> Place() => new("register") { Description = $"A register, or a tenant's folder with {TenantRegister.FileName}" };

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON value on stdout and nothing else there" };

    private static int Print(IReadOnlyList<LintFinding> findings, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(findings, RegisterView.Json));
            return findings.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
        }
        foreach (var finding in findings)
        {
            Console.Out.WriteLine(finding.ToString());
        }
        Console.Error.WriteLine(findings.Count switch { 0 => "no faults", 1 => "1 fault", var count => $"{count} faults" });
        return findings.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static int SignIt(string path, string officer, string keyFile, bool make)
    {
        if (string.IsNullOrWhiteSpace(officer) || officer.Contains('\n', StringComparison.Ordinal))
        {
            throw new CommandException("--officer takes a name of one line");
        }
        if (TenantRegister.Lint(path) is { Count: > 0 } findings)
        {
            Print(findings, json: false);
            throw new CommandException($"{path} has faults and was not signed");
        }
        string? published = make ? OfficerKeys.Make(keyFile, keyFile + ".pub") : null;
        using var key = OfficerKeys.Read(keyFile);
        var signature = RegisterSigner.Sign(path, officer, key, PhiDomains.Schemas, TimeProvider.System);
        Console.Out.WriteLine($"{RegisterSignature.PathOf(path)}: signed by {signature.Officer}, register {signature.Sha256[..16]}, key {signature.Key[..16]}");
        if (published is not null)
        {
            Console.Error.WriteLine($"the public key is {published}: put it into the tenant's folder and name it under governance.privacyOfficers in tenant.yaml");
        }
        return ExitCodes.Done;
    }

    private static int ShowIt(string path, bool json)
    {
        var register = Read(path);
        string file = RegisterSignature.PathOf(path);
        var signature = File.Exists(file) ? RegisterSignature.Parse(File.ReadAllText(file)) : null;
        if (json)
        {
            Console.Out.WriteLine(RegisterView.ToJson(register, signature));
            return ExitCodes.Done;
        }
        foreach (string line in RegisterText.Show(register))
        {
            Console.Out.WriteLine(line);
        }
        foreach (string line in AnalyticsView.Lines(register))
        {
            Console.Out.WriteLine(line);
        }
        Console.Out.WriteLine(RegisterView.Signed(register, signature));
        return ExitCodes.Done;
    }

    private static int DiffIt(PhiRegister before, PhiRegister after, bool json)
    {
        var lines = RegisterText.Diff(before, after);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { Before = before.Sha256, After = after.Sha256, Lines = lines }, RegisterView.Json));
        }
        else
        {
            foreach (string line in lines)
            {
                Console.Out.WriteLine(line);
            }
        }
        return lines.Count == 0 ? ExitCodes.Done : ExitCodes.Disagrees;
    }

    private static PhiRegister Read(string path) =>
        RegisterText.Read(path, TenantRegister.Content(path)) ?? throw new CommandException(string.Join("\n  ", [$"{path} cannot be read:", .. TenantRegister.Lint(path)]));
}
