using System.Text.RegularExpressions;
using Syntra.Topology.Intake;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Intake;

public partial class ReasonCodesTests
{
    [Fact]
    public void The_document_lists_every_code_and_no_other()
    {
        var text = File.ReadAllText(Repository.PathOf("docs", "reason-codes.md"));
        var documented = CodeCell().Matches(text).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);

        Assert.Equal(ReasonCodes.All.Select(r => r.Code).Append("fusion-").Order(StringComparer.Ordinal), documented);
    }

    [Fact]
    public void Codes_are_distinct_and_every_field_is_listed()
    {
        Assert.Equal(ReasonCodes.All.Count, ReasonCodes.All.Select(r => r.Code).Distinct().Count());
        Assert.Equal(
            typeof(ReasonCodes).GetFields().Count(f => f.FieldType == typeof(Reason)),
            ReasonCodes.All.Count);
    }

    [Theory]
    [InlineData("EF04", "fusion-EF04")]
    [InlineData(null, "fusion-unknown")]
    [InlineData("no code at all", "fusion-unknown")]
    public void A_rejection_keeps_Fusions_code(string? code, string expected) => Assert.Equal(expected, ReasonCodes.Fusion(code, null).Code);

    [GeneratedRegex("^\\| `([a-z-]+)(?:<code>)?` \\|", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex CodeCell();
}
