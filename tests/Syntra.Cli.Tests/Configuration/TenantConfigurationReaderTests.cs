using Syntra.Cli.Configuration;

namespace Syntra.Cli.Tests.Configuration;

/// <summary>Every fault in tenant.yaml is found with its own line and a cure, all in one go.</summary>
public sealed class TenantConfigurationReaderTests
{
    private const string Good = """
        tenant: lakeside
        partitions: 4

        source:
          pollInterval: 00:00:00.500
          overlap: 00:05:00
          pageSize: 2000

        streams:
          threads: 1
          commitInterval: 00:00:00.100

        delivery:
          maxInstructions: 100
          maxAge: 00:00:00.500
          maxInFlight: 16
          pollInterval: 00:00:00.100
        """;

    [Theory]
    [InlineData("tenant: [", 1, "")]
    [InlineData("tenant: a\ngovernance:\n", 2, "'governance' is empty")]
    [InlineData("tenant: a\nsource:\nworkbook:\n  signers: ~\n", 2, "'source' is empty")]
    [InlineData("tenant: a\nworkbook:\n  signers:\n    -\n", 4, "'-' is empty")]
    [InlineData("tenant: a\ngovernence:\n  keys: {}\n", 2, "'governence' is no setting")]
    [InlineData("tenant:\n  name: a\n", 2, "the value is of another kind than this setting takes")]
    [InlineData("tenant: a\npartitions: many\n", 2, "")]
    [InlineData("tenant: a\npartitions: 99999999999\n", 2, "")]
    [InlineData("- a\n", 1, "")]
    [InlineData("just words", 1, "")]
    public void A_file_that_cannot_be_taken_is_told_in_words_of_the_file(string text, int line, string what)
    {
        var (configuration, problems) = TenantConfigurationReader.Read(text);
        Assert.Null(configuration);
        Assert.Equal(line, problems[0].Line);
        Assert.Contains(what, problems[0].ToString(), StringComparison.Ordinal);
        Assert.All(problems, p => Assert.DoesNotMatch("System\\.|Syntra\\.|deserializer|Exception", p.ToString()));
    }

    [Fact]
    public void Settings_without_a_fault_are_read_as_they_are_written()
    {
        var (configuration, problems) = TenantConfigurationReader.Read(Good);

        Assert.Empty(problems);
        Assert.Equal("lakeside", configuration!.Tenant);
        Assert.Equal(TimeSpan.FromMilliseconds(500), configuration.Source.PollInterval);
        Assert.Equal(TimeSpan.FromMinutes(5), configuration.Source.Overlap);
        Assert.Equal(100, configuration.Delivery.MaxInstructions);
        Assert.Equal(TimeSpan.FromMilliseconds(100), configuration.Delivery.PollInterval);
    }

    [Theory]
    [InlineData("tenant: lakeside", "tenant: Lakeside", 1)]
    [InlineData("tenant: lakeside", "tenant: lakeside-", 1)]
    [InlineData("tenant: lakeside", "tenant: ''", 1)]
    [InlineData("partitions: 4", "partitions: 0", 2)]
    [InlineData("  pollInterval: 00:00:00.500", "  pollInterval: 00:00:00", 5)]
    [InlineData("  overlap: 00:05:00", "  overlap: -00:05:00", 6)]
    [InlineData("  pageSize: 2000", "  pageSize: 0", 7)]
    [InlineData("  threads: 1", "  threads: 65", 10)]
    [InlineData("  commitInterval: 00:00:00.100", "  commitInterval: 00:00:00", 11)]
    [InlineData("  maxInstructions: 100", "  maxInstructions: 5001", 14)]
    [InlineData("  maxAge: 00:00:00.500", "  maxAge: 00:00:00", 15)]
    [InlineData("  maxInFlight: 16", "  maxInFlight: 0", 16)]
    [InlineData("  pollInterval: 00:00:00.100", "  pollInterval: 00:00:00", 17)]
    [InlineData("partitions: 4", "partitions: four", 2)]
    [InlineData("  pageSize: 2000", "  pagesize: 2000", 7)]
    [InlineData("  threads: 1", "  threads: 1\n  threads: 2", 11)]
    [InlineData("streams:", "streams", 10)]
    public void A_fault_is_named_with_its_line_and_a_cure(string right, string wrong, int line)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);

        var (configuration, problems) = TenantConfigurationReader.Read(Good.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Null(configuration);
        var problem = Assert.Single(problems);
        Assert.Equal(("tenant.yaml", line), (problem.File, problem.Line));
        Assert.NotEmpty(problem.Problem);
        Assert.NotEmpty(problem.Cure);
    }

    [Fact]
    public void Faults_are_found_all_at_once()
    {
        var (_, problems) = TenantConfigurationReader.Read(Good.Replace("partitions: 4", "partitions: 0", StringComparison.Ordinal).Replace("threads: 1", "threads: 0", StringComparison.Ordinal));

        Assert.Equal([2, 10], problems.Select(problem => problem.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    public void An_empty_file_is_told_that_it_needs_a_tenant(string text)
    {
        var (_, problems) = TenantConfigurationReader.Read(text);

        Assert.Contains("tenant", Assert.Single(problems).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source:\n")]
    [InlineData("tenant: lakeside\nsource:\nstreams:\ndelivery:\n")]
    [InlineData("tenant:\n")]
    public void A_section_without_content_is_a_fault_or_the_default_but_never_a_crash(string text)
    {
        var (configuration, problems) = TenantConfigurationReader.Read(text);

        Assert.True(configuration is null == problems.Count > 0);
    }
}
