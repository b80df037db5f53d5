using Syntra.Topology.Tests.Support;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Tests.Workbook;

/// <summary>The table of those who may decide.</summary>
public class ApproverLintTests
{
    [Fact]
    public void A_workbook_may_name_nobody_yet_or_people_without_keys()
    {
        Assert.Empty(Lint(null));
        Assert.Empty(Lint("ada,controller;cfo,NONE,2020-01-01,"));
    }

    [Theory]
    [InlineData("Ada,controller,NONE,2020-01-01,", "'Ada' is not a user name.")]
    [InlineData("ada,con troller,NONE,2020-01-01,", "'con troller' is not a list of roles.")]
    [InlineData("ada,controller,MFkwEwYHKoZIzj0CAQ==,2020-01-01,", "The public key is no P-256 key in base64.")]
    [InlineData("ada,controller,not a key,2020-01-01,", "The public key is no P-256 key in base64.")]
    public void A_fault_is_named_with_its_line(string row, string what) => Assert.Equal([("approvers.csv", 2, what)], Lint(row).Select(e => (e.File, e.Line, e.What)));

    [Fact]
    public void Two_people_cannot_have_one_key_but_one_person_may_keep_it()
    {
        var key = Signers.Public("ada");
        Assert.Equal("bob has the key of ada (line 2).", Assert.Single(Lint($"ada,controller,{key},2020-01-01,\nbob,controller,{key},2020-01-01,")).What);
        Assert.Empty(Lint($"ada,controller,{key},2020-01-01,2020-12-31\nada,cfo,{key},2021-01-01,"));
    }

    private static IReadOnlyList<LintError> Lint(string? rows) => WorkbookCompiler.Compile(
        rows is null ? Sample.Files : [.. Sample.Files, new WorkbookFile("approvers.csv", $"user,roles,public_key,valid_from,valid_to\n{rows}\n")]).Errors;
}
