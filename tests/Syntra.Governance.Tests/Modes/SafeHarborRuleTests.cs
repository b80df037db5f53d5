using FsCheck;
using FsCheck.Fluent;
using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Modes;

public sealed class SafeHarborRuleTests
{
    private static readonly string[] Letters = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R"];

    public static TheoryData<string, string> Classes => new()
    {
        { "A", "Name" }, { "B", "Street" }, { "B", "City" }, { "D", "Phone" }, { "E", "Fax" }, { "F", "Email" }, { "G", "Ssn" }, { "H", "Mrn" }, { "I", "PlanNumber" },
        { "J", "AccountNumber" }, { "K", "Licence" }, { "L", "Vehicle" }, { "M", "Device" }, { "N", "Url" }, { "O", "Ip" }, { "P", "Biometric" }, { "Q", "Photo" }, { "R", "OtherId" },
        { "-", "FreeText" }, { "-", "Direct" }, { "-", "Lds" }, { "-", "Never" },
    };

    [Fact]
    public void Every_letter_of_the_rule_has_a_class() =>
        Assert.Equal(Letters.Except(["C"]), Classes.Select(c => c.Data.Item1).Where(l => l != "-").Distinct());

    [Theory]
    [MemberData(nameof(Classes))]
    public void What_the_rule_lists_goes(string letter, string name) =>
        Assert.True(Sample.One(PhiMode.SafeHarbor, Enum.Parse<FieldClass>(name), "\"CANARY\"") is null, letter);

    [Theory]
    [InlineData("\"2026-02-27\"", "\"2026\"")]
    [InlineData("\"2026-02-27T23:50:00-05:00\"", "\"2026\"")]
    [InlineData("\"2026-02-27 23:50:00\"", "\"2026\"")]
    [InlineData("\"2026-02\"", "\"2026\"")]
    [InlineData("\"2026\"", "\"2026\"")]
    [InlineData("\"2026-13-01\"", null)]
    [InlineData("\"2026-02-30\"", null)]
    [InlineData("\"2026-02-27T23:50 Mr Canary\"", null)]
    [InlineData("\"02/27/2026\"", null)]
    [InlineData("\"2026Canary\"", null)]
    [InlineData("\"20260227\"", null)]
    [InlineData("1772236200000", null)]
    [InlineData("true", null)]
    [InlineData("null", "null")]
    public void Dates_become_years_and_what_is_no_date_goes(string value, string? expected) => Assert.Equal(expected, Sample.One(PhiMode.SafeHarbor, FieldClass.Date, value));

    [Theory]
    [InlineData("1936-02-28", "2026-02-27", "\"1936\"")]
    [InlineData("1936-02-27", "2026-02-27", null)]
    [InlineData("1936-02", "2026-02-27", null)]
    [InlineData("1936", "2026-02-27", null)]
    [InlineData("1937", "2026-02-27", "\"1937\"")]
    [InlineData("1936", "2025-12-31", "\"1936\"")]
    [InlineData("1936-02-29", "2026-02-27", "\"1936\"")]
    [InlineData("1936-02-29", "2026-03-01", null)]
    [InlineData("2026-02-28", "2026-02-27", null)]
    public void A_birth_year_goes_where_it_shows_ninety_at_the_event(string birth, string eventDate, string? expected) =>
        Assert.Equal(expected, Sample.One(PhiMode.SafeHarbor, FieldClass.BirthDate, $"\"{birth}\"", Sample.Context with { EventDate = DateOnly.ParseExact(eventDate, "yyyy-MM-dd", null) }));

    [Fact]
    public void A_birth_year_goes_where_the_event_has_no_date() =>
        Assert.Null(Sample.One(PhiMode.SafeHarbor, FieldClass.BirthDate, "\"1990-01-01\"", Sample.Context with { EventDate = null }));

    [Theory]
    [InlineData("89", "89")]
    [InlineData("89.5", "90")]
    [InlineData("90", "90")]
    [InlineData("104", "90")]
    [InlineData("0", "0")]
    [InlineData("\"93\"", "90")]
    [InlineData("-1", null)]
    [InlineData("1e3", null)]
    [InlineData("\"92Y\"", null)]
    public void Ages_above_89_are_pooled(string value, string? expected) => Assert.Equal(expected, Sample.One(PhiMode.SafeHarbor, FieldClass.Age, value));

    [Theory]
    [InlineData("62704", "\"627\"")]
    [InlineData("62704-1234", "\"627\"")]
    [InlineData("627041234", "\"627\"")]
    [InlineData("03601", "\"000\"")]
    [InlineData("06390", "\"000\"")]
    [InlineData("20500", "\"000\"")]
    [InlineData("89301-0001", "\"000\"")]
    [InlineData("00001", "\"000\"")]
    [InlineData("3999", null)]
    [InlineData("K1A 0B1", null)]
    [InlineData("SW1A1AA", null)]
    [InlineData("6270", null)]
    [InlineData("62704-12", null)]
    [InlineData("62704 1234", null)]
    [InlineData("", null)]
    public void Zips_become_three_digits_or_go(string zip, string? expected) => Assert.Equal(expected, Sample.One(PhiMode.SafeHarbor, FieldClass.Zip, $"\"{zip}\""));

    [Fact]
    public void Zips_of_other_countries_go() =>
        Assert.Null(Sample.One(PhiMode.SafeHarbor, FieldClass.Zip, "\"10115\"", Sample.Context with { Country = "DE" }));

    [Fact]
    public void The_restricted_list_is_the_union_of_the_published_ones()
    {
        Assert.Equal(19, Zip3Table.Default.Count);
        Assert.Equal(64, Zip3Table.Default.Sha256.Length);
        foreach (var line in File.ReadLines(SharedData.Find("hipaa_restricted_zip3.csv")).Skip(1))
        {
            Assert.True(Zip3Table.Default.TryShorten(System.Text.Encoding.ASCII.GetBytes(line[..3] + "01"), "US", out var zip3));
            Assert.Equal("000", zip3);
        }
    }

    [Theory]
    [InlineData("036\n")]
    [InlineData("# census: 2020\n# source: x\n# effective: 2026-01-01\n")]
    [InlineData("# census: 2020\n# source: x\n# effective: 2026-01-01\n36\n")]
    [InlineData("# census: 2020\n# source: x\n# effective: 2026-01-01\n036\n036\n")]
    public void A_list_without_its_facts_or_with_a_bad_line_is_refused(string text) => Assert.Throws<FormatException>(() => Zip3Table.Parse(text));

    [Fact]
    public void The_same_record_at_the_same_event_gives_the_same_output_on_any_day() =>
        Assert.Equal(Sample.Run(Sample.Policy(PhiMode.SafeHarbor), Sample.Json), Sample.Run(Sample.Policy(PhiMode.SafeHarbor), Sample.Json));

    [Fact]
    public void Any_text_in_a_date_field_comes_out_as_a_year_or_not_at_all() =>
        Prop.ForAll<string>(text =>
        {
            var output = Sample.One(PhiMode.SafeHarbor, FieldClass.Date, System.Text.Json.JsonSerializer.Serialize(text ?? ""));
            return output is null || (output.Length == 6 && output[1..5].All(char.IsAsciiDigit));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_table_covers_every_class_in_every_mode_and_the_docs_show_it()
    {
        var docs = File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "docs/governance/modes.md"));
        foreach (var fieldClass in Enum.GetValues<FieldClass>())
        {
            var actions = Enum.GetValues<PhiMode>().Where(m => m != PhiMode.AggregateOnly).Select(m => FieldClassNames.Kebab("" + ModeRules.ActionFor(m, fieldClass)));
            Assert.Contains($"| {FieldClassNames.NameOf(fieldClass)} | {string.Join(" | ", actions)} |", docs, StringComparison.Ordinal);
        }
    }
}
