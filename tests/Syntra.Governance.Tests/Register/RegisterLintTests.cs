using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Register;

namespace Syntra.Governance.Tests.Register;

public sealed class RegisterLintTests
{
    [Fact]
    public void A_good_register_has_no_findings() => Assert.Empty(RegisterBench.Lint(RegisterBench.Good));

    [Theory]
    [InlineData("mode: kms-pseudonymisation", "mode: pseudo", 8, "PHI004")]
    [InlineData("version: 3", "version: three", 3, "PHI004")]
    [InlineData("effective: 2026-01-01", "effective: 1/1/2026", 4, "PHI004")]
    [InlineData("expires: 2026-12-31", "expires: 2025-12-31", 5, "PHI009")]
    [InlineData("tenant: north", "tenat: north", 2, "PHI002")]
    [InlineData("    purpose: HOPERAT\n", "", 8, "PHI003")]
    [InlineData("register: syntra-phi/1", "register: syntra-phi/9", 1, "PHI004")]
    [InlineData("      Line.note: free-text\n", "", 8, "PHI005")]
    [InlineData("RawThing.servedAt: date", "RawThing.servedAt: none", 14, "PHI006")]
    [InlineData("RawThing.servedAt: date", "RawThing.servedAt: dates", 14, "PHI004")]
    [InlineData("RawThing.who: name", "RawThing.who: none", 15, "PHI006")]
    [InlineData("RawThing.who: name", "RawThing.who: date", 15, "PHI006")]
    [InlineData("Line.amount: none", "Line.amount: none\n      Line.more: none", 17, "PHI007")]
    [InlineData("{ class: mrn, namespace: patient, authority: mrn }", "mrn", 13, "PHI010")]
    [InlineData("domains:", "domains: [", 8, "PHI001")]
    [InlineData("  thing:", "  other:", 1, "PHI005")]
    [InlineData("version: 3", "version: 3\nversion: 4", 4, "PHI001")]
    public void Each_fault_is_found_with_its_line_and_a_cure(string good, string bad, int line, string code)
    {
        var findings = RegisterBench.Lint(RegisterBench.Good.Replace(good, bad, StringComparison.Ordinal));
        var finding = Assert.Single(findings, f => f.Code == code);
        Assert.Equal(line, finding.Line);
        Assert.NotEmpty(finding.Cure);
        Assert.StartsWith($"register.yaml:{line}: {code}: ", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mode: kms-pseudonymisation", "mode: aggregate-only\n    analytics: { recipient: R, disclosure: research, purpose: HRESCH }", 9, "PHI012")]
    [InlineData("    purpose: HOPERAT\n", "    purpose: HOPERAT\n    analytics: { recipient: R, disclosure: research }\n", 11, "PHI003")]
    [InlineData("    purpose: HOPERAT\n", "    purpose: HOPERAT\n    analytics: { recipient: R, disclosure: nobody, purpose: HRESCH }\n", 11, "PHI004")]
    [InlineData("    purpose: HOPERAT\n", "    purpose: HOPERAT\n    analytics: { recipient: R, disclosure: research, purpose: HRESCH, threshold: 2 }\n", 11, "PHI002")]
    public void So_are_those_of_a_copy_for_analytics(string good, string bad, int line, string code) =>
        Each_fault_is_found_with_its_line_and_a_cure(good, bad, line, code);

    [Fact]
    public void A_recipient_of_a_copy_is_read_and_shown()
    {
        var register = RegisterBench.Read(RegisterBench.Good.Replace(
            "    purpose: HOPERAT\n", "    purpose: HOPERAT\n    analytics: { recipient: Registry, address: 1 Main St, disclosure: research, purpose: HRESCH }\n", StringComparison.Ordinal));
        Assert.Equal("Registry", register.Domains["thing"].Analytics!.Recipient.Name);
        Assert.Contains("thing: analytics copy for Registry (1 Main St), disclosure research, purpose HRESCH", RegisterText.Show(register));
        Assert.Null(RegisterBench.Read(RegisterBench.Good).Domains["thing"].Analytics);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b\n")]
    [InlineData("just words")]
    [InlineData("domains:\n  thing: charge\n")]
    [InlineData("\0\u0001")]
    public void What_is_no_register_gives_findings_and_no_crash(string text) => Assert.NotEmpty(RegisterBench.Lint(text));

    [Fact]
    public void A_register_may_be_stricter_than_the_schema() =>
        Assert.Empty(RegisterBench.Lint(RegisterBench.Good.Replace("RawThing.servedAt: date", "RawThing.servedAt: never", StringComparison.Ordinal)));

    [Fact]
    public void A_field_of_the_schema_without_a_class_is_a_finding()
    {
        var schema = RegisterBench.Schema.Replace(",\"syntra.phi\":\"none\"", "", StringComparison.Ordinal);
        var findings = Syntra.Governance.Register.Lint.RegisterLint.Check(
            "r", System.Text.Encoding.UTF8.GetBytes(RegisterBench.Good), new Dictionary<string, IReadOnlyList<string>> { ["thing"] = [schema] });
        Assert.Equal("PHI011", Assert.Single(findings).Code);
    }

    [Fact]
    public void Fields_of_a_schema_are_read_with_those_of_records_inside() =>
        Assert.Equal(
            ["RawThing.id other-id", "RawThing.mrn mrn", "RawThing.servedAt date", "RawThing.who direct", "Line.amount none", "Line.note free-text"],
            SchemaPhi.Read(RegisterBench.Schema).Select(f => $"{f.Field} {FieldClassNames.NameOf(f.Class!.Value)}"));

    [Fact]
    public void A_diff_names_what_leaves_differently()
    {
        var after = RegisterBench.Good.Replace("mode: kms-pseudonymisation", "mode: direct", StringComparison.Ordinal)
            .Replace("      Line.note: free-text\n", "", StringComparison.Ordinal);
        var diff = RegisterText.Diff(RegisterBench.Read(RegisterBench.Good), RegisterBench.Read(after));
        Assert.Contains("- thing: mode kms-pseudonymisation, tokens keyed, disclosure operations, purpose HOPERAT", diff);
        Assert.Contains("+ thing: mode direct, tokens keyed, disclosure operations, purpose HOPERAT", diff);
        Assert.Contains("- thing: RawThing.mrn mrn (patient, mrn) -> token", diff);
        Assert.Contains("+ thing: RawThing.mrn mrn (patient, mrn) -> pass", diff);
        Assert.Contains("- thing: Line.note free-text -> drop", diff);
        Assert.DoesNotContain(diff, l => l.Contains("Line.amount", StringComparison.Ordinal));
        Assert.Empty(RegisterText.Diff(RegisterBench.Read(RegisterBench.Good), RegisterBench.Read(RegisterBench.Good)));
    }

    [Fact]
    public void Show_says_of_every_field_what_becomes_of_it() =>
        Assert.Equal(8, RegisterText.Show(RegisterBench.Read(RegisterBench.Good)).Count);
}
