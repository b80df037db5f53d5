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
}
