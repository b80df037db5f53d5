using System.Text.Json;
using Syntra.Cli.Register;
using Syntra.Cli.Tests.Support;

namespace Syntra.Cli.Tests.Register;

/// <summary>Every raw schema is taken in under some domain of the sample register, and every domain says its mode.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void Every_raw_schema_belongs_to_a_domain()
    {
        var covered = PhiDomains.Schemas.Values.SelectMany(s => s).Select(NameOf).ToHashSet(StringComparer.Ordinal);
        var raw = Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "schemas", "raw"), "*.avsc").Select(f => NameOf(File.ReadAllText(f))).ToList();

        Assert.True(raw.Count >= 8, "the schemas are not where they were");
        Assert.All(raw, name => Assert.True(covered.Contains(name), $"{name} is in no domain: list it in PhiDomains and in topology/workbook/phi-register.yaml"));
    }

    [Fact]
    public void The_sample_register_covers_every_domain_without_a_fault() =>
        Assert.Empty(TenantRegister.Lint(Path.Combine(RepositoryFiles.Workbook, TenantRegister.FileName)));

    [Fact]
    public void A_register_without_one_of_the_domains_has_a_fault()
    {
        using var tenant = new TenantUnderTest();
        tenant.Edit(tenant.Register, "  supplies:\n", "  consumables:\n");
        Assert.Equal("PHI005", Assert.Single(TenantRegister.Lint(tenant.Register)).Code);
    }

    private static string NameOf(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return document.RootElement.GetProperty("name").GetString()!;
    }
}
