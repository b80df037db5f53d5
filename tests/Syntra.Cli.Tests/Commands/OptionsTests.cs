using System.CommandLine;
using Syntra.Cli.Commands;
using Syntra.Governance.Audit;

namespace Syntra.Cli.Tests.Commands;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("--day 2025-03-31", "")]
    [InlineData("--day 31.03.2025", "--day takes a day like 2025-03-31, not '31.03.2025'.")]
    [InlineData("--day 2025-13-45", "--day takes a day like 2025-03-31, not '2025-13-45'.")]
    [InlineData("--line 3", "")]
    [InlineData("--line x", "--line takes a whole number from 1 to 2147483647, not 'x'.")]
    [InlineData("--line 0", "--line takes a whole number from 1 to 2147483647, not '0'.")]
    [InlineData("--group 9223372036854775807", "")]
    [InlineData("--group -1", "--group takes a whole number from 1 on, not '-1'.")]
    [InlineData("--outcome refused", "")]
    [InlineData("--outcome 1", "--outcome takes one of Success, Refused, Failed, not '1'.")]
    [InlineData("--word b", "")]
    [InlineData("--word c", "--word takes one of a, b, not 'c'.")]
    public void A_value_that_is_not_taken_is_told_in_one_line_without_a_type_of_the_platform(string arguments, string fault)
    {
        var verb = new Command("verb")
        {
            new Option<DateOnly?>("--day").AsDay(), new Option<int?>("--line").From(1), new Option<long?>("--group").From(1), new Option<AuditOutcome?>("--outcome").AsOneOf(),
            new Option<string?>("--word").AsOneOf(["a", "b"]),
        };
        Assert.Equal(fault, string.Join('|', verb.Parse(arguments).Errors.Select(e => e.Message)));
    }
}
