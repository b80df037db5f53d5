using Syntra.Cli.Configuration;
using Syntra.Contracts;
using Syntra.Topology.Objects.Domains;

namespace Syntra.Cli.Tests.Configuration;

public sealed class TiersReaderTests
{
    [Fact]
    public void The_sample_reads_without_a_fault_and_every_mapping_has_a_line()
    {
        var (tiers, problems) = TiersReader.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "workbook", TiersReader.FileName)));

        Assert.Empty(problems);
        Assert.Equal(ObjectDomains.Mapped.Order(), tiers!.Objects.Select(o => (o.Source, o.Kind)).Order());
        Assert.Equal(Tier.QuarterHour, tiers.Charges!.Value.Tier);
    }

    [Theory]
    [InlineData("source: Encounter, object: ASSET, tier: realtime, bound: 1", "Encounter is not mapped to ASSET")]
    [InlineData("source: Encounter, object: CUSTOMER, tier: hourly, bound: 1", "there is no tier 'hourly'")]
    [InlineData("source: Encounter, object: CUSTOMER, tier: 15min, bound: 60", "the bound '60' cannot be kept")]
    [InlineData("source: Encounter, object: CUSTOMER, tier: realtime, bound: soon", "the bound 'soon' cannot be kept")]
    [InlineData("source: Encounter, object: CUSTOMER, tier: realtime, bound: 1, color: red", "there is no 'color' in a domain")]
    [InlineData("source: Encounter, tier: realtime, bound: 1", "the domain has no object")]
    public void A_fault_is_named_with_its_line_and_cure(string fields, string expected)
    {
        var (tiers, problems) = TiersReader.Read($"domains:\n  - {{ name: one, {fields} }}\n");

        Assert.Null(tiers);
        var problem = Assert.Single(problems);
        Assert.Equal((2, expected), (problem.Line, problem.Problem));
        Assert.NotEmpty(problem.Cure);
    }

    [Fact]
    public void Twice_the_same_is_a_fault()
    {
        const string line = "  - { name: one, source: Device, object: ASSET, tier: realtime, bound: 1 }\n";

        Assert.Equal(2, TiersReader.Read("domains:\n" + line + line).Problems.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("domains: 3")]
    [InlineData("domains:\n  - [")]
    public void What_is_no_list_of_domains_is_one_fault(string text) => Assert.Single(TiersReader.Read(text).Problems);

    [Fact]
    public void A_kind_that_goes_by_file_says_when_a_batch_leaves()
    {
        var (tiers, problems) = TiersReader.Read(Admissions(300) + "bulk:\n  - { object: CUSTOMER, after: 30, rows: 500 }\n");

        Assert.Empty(problems);
        var bulk = Assert.Single(tiers!.Bulk);
        Assert.Equal((ObjectKind.Customer, TimeSpan.FromSeconds(30), 500), (bulk.Key, bulk.Value.After, bulk.Value.Rows));
    }

    [Theory]
    [InlineData("{ object: REQUISITION }", "'REQUISITION' cannot be chosen to go by file")]
    [InlineData("{ object: CUSTOMER, after: 0 }", "after or rows is out of range")]
    [InlineData("{ object: CUSTOMER, rows: 2.5 }", "after or rows is out of range")]
    [InlineData("{ object: CUSTOMER, every: 60 }", "a line of bulk has other fields")]
    [InlineData("{ object: CUSTOMER, after: 400 }", "one cannot keep its bound of 300 s when its file leaves after 400 s")]
    public void A_fault_of_a_file_is_named_with_its_line(string line, string expected)
    {
        var problem = Assert.Single(TiersReader.Read(Admissions(300) + $"bulk:\n  - {line}\n").Problems);

        Assert.Equal((4, expected), (problem.Line, problem.Problem));
    }

    private static string Admissions(int bound) => $"domains:\n  - {{ name: one, source: Encounter, object: CUSTOMER, tier: realtime, bound: {bound} }}\n";
}
