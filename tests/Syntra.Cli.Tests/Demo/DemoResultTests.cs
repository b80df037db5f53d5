using System.Text.Json;
using Syntra.Cli.Demo;

namespace Syntra.Cli.Tests.Demo;

/// <summary>The JSON object that scripts read, and what makes the books agree.</summary>
public sealed class DemoResultTests
{
    private static readonly DemoResult Good = new()
    {
        SourceCount = 75, SourceAmount = 55485.17m, PostedCount = 60, PostedAmount = 49650.7m, ZeroDeltaCount = 24, StaleCount = 1,
        ParkedCount = 6, ParkedAmount = 1454.08m, HeldCount = 0, DeadLetterCount = 9, DeadLetterAmount = -4380.3200m, InFlightCount = 0, InFlightAmount = 0,
        FusionAmount = 49650.7000m, DuplicatePostings = 0, Unexplained = 0, UnexplainedCount = 0, JournalBatches = 10, RecordsReceived = 102, RecordsAccounted = 102, Seconds = 23.23,
    };

    [Fact]
    public void Its_JSON_is_one_line_of_counts_as_numbers_and_amounts_as_strings_with_two_decimals() => Assert.Equal(
        """{"sourceCount":75,"sourceAmount":"55485.17","postedCount":60,"postedAmount":"49650.70","zeroDeltaCount":24,"staleCount":1,"parkedCount":6,"parkedAmount":"1454.08","heldCount":0,"deadLetterCount":9,"deadLetterAmount":"-4380.32","inFlightCount":0,"inFlightAmount":"0.00","fusionAmount":"49650.70","duplicatePostings":0,"unexplained":"0.00","unexplainedCount":0,"journalBatches":10,"recordsReceived":102,"recordsAccounted":102,"seconds":23.23}""",
        Good.ToJson());

    [Fact]
    public void Its_JSON_does_not_depend_on_the_machines_culture()
    {
        using var document = JsonDocument.Parse((Good with { SourceAmount = 1_234_567.8m }).ToJson());

        Assert.Equal("1234567.80", document.RootElement.GetProperty("sourceAmount").GetString());
    }

    [Fact]
    public void The_books_agree_only_without_difference_duplicate_or_stray_record()
    {
        Assert.True(Good.Agrees);
        Assert.False((Good with { Unexplained = 0.01m }).Agrees);
        Assert.False((Good with { UnexplainedCount = 1 }).Agrees);
        Assert.False((Good with { DuplicatePostings = 1 }).Agrees);
        Assert.False((Good with { RecordsAccounted = 101 }).Agrees);
    }
}
