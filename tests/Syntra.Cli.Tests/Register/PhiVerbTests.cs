using System.Text.Json;
using Syntra.Cli.Tests.Support;

namespace Syntra.Cli.Tests.Register;

/// <summary>`syntra phi` from draft to signature.</summary>
public sealed class PhiVerbTests : IDisposable
{
    private readonly TenantUnderTest _tenant = new();

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public async Task The_sample_has_no_faults() =>
        Assert.Equal((0, "", "no faults\n"), await TheProgram.RunAsync("phi", "lint", _tenant.Folder));

    [Fact]
    public async Task Lint_names_file_line_and_cure()
    {
        _tenant.Edit(_tenant.Register, "      RawCharge.serviceAt: date\n", "      RawCharge.serviceAt: none\n      RawCharge.mrn: mnr\n");

        var (code, output, talk) = await TheProgram.RunAsync("phi", "lint", _tenant.Register);
        var (jsonCode, json, _) = await TheProgram.RunAsync("phi", "lint", _tenant.Register, "--json");

        Assert.Equal((1, 1, "3 faults\n"), (code, jsonCode, talk));
        Assert.Contains(
            $"{_tenant.Register}:36: PHI006: 'RawCharge.serviceAt' is 'date' in the schema and 'none' here. Cure: Write 'date' or 'never', or have the schema changed.\n", output, StringComparison.Ordinal);
        Assert.Contains($"{_tenant.Register}:37: PHI004: The class of a field is none that exists. Cure: Use one of: account-number,", output, StringComparison.Ordinal);
        Assert.Contains("PHI007", output, StringComparison.Ordinal);
        Assert.Equal(["PHI006", "PHI004", "PHI007"], JsonDocument.Parse(json).RootElement.EnumerateArray().Select(f => f.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task What_has_faults_is_not_signed()
    {
        _tenant.Edit(_tenant.Register, "mode: safe-harbor", "mode: safe-harbour");

        var (code, output, talk) = await TheProgram.RunAsync("phi", "sign", _tenant.Folder, "--officer", "O", "--key", _tenant.Key, "--new-key");

        Assert.Equal(1, code);
        Assert.Contains("PHI004", output, StringComparison.Ordinal);
        Assert.Contains("was not signed", talk, StringComparison.Ordinal);
        Assert.False(File.Exists(_tenant.Signature) || File.Exists(_tenant.Key));
    }

    [Fact]
    public async Task An_aggregate_only_domain_that_gives_away_rows_is_not_signed()
    {
        _tenant.Edit(_tenant.Register, "mode: safe-harbor ", "mode: aggregate-only ");

        var (code, output, _) = await TheProgram.RunAsync("phi", "sign", _tenant.Folder, "--officer", "O", "--key", _tenant.Key, "--new-key");

        Assert.Equal(1, code);
        Assert.Contains(":14: PHI012: 'charge' is aggregate-only and names a recipient of a running copy", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_tenant.Signature));
    }

    [Fact]
    public async Task A_key_that_is_there_is_never_replaced()
    {
        await File.WriteAllTextAsync(_tenant.Key, "mine", TestContext.Current.CancellationToken);

        var (code, _, talk) = await TheProgram.RunAsync("phi", "sign", _tenant.Folder, "--officer", "O", "--key", _tenant.Key, "--new-key");
        var (other, _, words) = await TheProgram.RunAsync("phi", "sign", _tenant.Folder, "--officer", "O", "--key", _tenant.Key);

        Assert.Equal((1, 1), (code, other));
        Assert.Contains("is there already", talk, StringComparison.Ordinal);
        Assert.Contains("this is no key. Cure: give a P-256 key as PEM", words, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(_tenant.Key, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Show_says_what_becomes_of_each_field_and_who_signed()
    {
        Assert.Contains("unsigned", (await TheProgram.RunAsync("phi", "show", _tenant.Folder)).Output, StringComparison.Ordinal);
        await _tenant.SignAsync();

        var (code, output, _) = await TheProgram.RunAsync("phi", "show", _tenant.Folder);
        var json = JsonDocument.Parse((await TheProgram.RunAsync("phi", "show", _tenant.Folder, "--json")).Output).RootElement;

        Assert.Equal(0, code);
        Assert.Contains("charge: RawCharge.serviceAt date -> year\n", output, StringComparison.Ordinal);
        Assert.Contains("signed by Officer of tests at ", output, StringComparison.Ordinal);
        Assert.True(json.GetProperty("signature").GetProperty("covers").GetBoolean());
        var fields = json.GetProperty("domains").EnumerateArray().Single(d => d.GetProperty("name").GetString() == "charge").GetProperty("fields").EnumerateArray().ToDictionary(f => f.GetProperty("field").GetString()!);
        Assert.Equal(("account-number", "random-token-only"), (fields["RawCharge.chargeItemId"].GetProperty("class").GetString(), fields["RawCharge.chargeItemId"].GetProperty("action").GetString()));
    }

    [Fact]
    public async Task Show_says_what_the_copy_for_analytics_of_each_domain_holds()
    {
        var (_, output, _) = await TheProgram.RunAsync("phi", "show", _tenant.Folder);
        _tenant.Edit(_tenant.Register, "mode: safe-harbor ", "mode: kms-pseudonymisation ");
        var (_, pseudonymised, _) = await TheProgram.RunAsync("phi", "show", _tenant.Folder);
        var json = JsonDocument.Parse((await TheProgram.RunAsync("phi", "show", _tenant.Folder, "--json")).Output).RootElement;

        Assert.Contains(
            "charge: the copy lakeside.analytics.charge for Lakeside service-line analytics holds charge: nothing; encounter: nothing; patient: nothing; service date: year; facility,",
            output, StringComparison.Ordinal);
        Assert.Contains("\nstaff: no copy for analytics is made\n", output, StringComparison.Ordinal);
        Assert.Contains("patient: keyed token of the copy's own; service date: day, moved by the patient's secret days;", pseudonymised, StringComparison.Ordinal);
        var charge = json.GetProperty("domains").EnumerateArray().Single(d => d.GetProperty("name").GetString() == "charge").GetProperty("analytics");
        Assert.Equal(("Lakeside service-line analytics", "charge: keyed token of the copy's own"), (charge.GetProperty("recipient").GetString(), charge.GetProperty("holds")[0].GetString()));
    }

    [Fact]
    public async Task Diff_says_what_changed_in_form()
    {
        var next = Path.Combine(_tenant.Folder, "next.yaml");
        File.Copy(_tenant.Register, next);
        Assert.Equal((0, ""), await DiffAsync(next));
        _tenant.Edit(next, "mode: safe-harbor ", "mode: limited-data-set ");
        _tenant.Edit(next, "version: 1", "version: 2");

        var (code, output) = await DiffAsync(next);

        Assert.Equal(3, code);
        Assert.Contains("- charge: RawCharge.serviceAt date -> year\n+ charge: RawCharge.serviceAt date -> pass\n", output, StringComparison.Ordinal);
        Assert.Contains("+ tenant lakeside, version 2,", output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> DiffAsync(string next)
    {
        var (code, output, _) = await TheProgram.RunAsync("phi", "diff", _tenant.Register, next);
        return (code, output);
    }
}
