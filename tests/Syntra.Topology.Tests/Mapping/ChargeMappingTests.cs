using Syntra.Contracts;
using Syntra.Topology.Intake;
using Syntra.Topology.Mapping;
using Syntra.Topology.Reference;
using Syntra.Topology.Tests.Support;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Tests.Mapping;

public class ChargeMappingTests
{
    [Fact]
    public void A_charge_debits_the_receivable_and_credits_the_revenue_of_its_facility()
    {
        var desired = Mapped(Sample.Raw());

        Assert.Equal((Sample.Ledger, "300000046975971", "101", "Lakeside General BU", "USD"), (desired.Ledger, desired.LedgerId, desired.Facility, desired.BusinessUnit, desired.Currency));
        Assert.Collection(
            desired.Lines,
            line => Expect(line, LineRoles.Receivable, "101-0000-12000-0000", 120m, null),
            line => Expect(line, LineRoles.Revenue, "101-3010-41010-0000", null, 120m));
    }

    [Fact]
    public void A_credit_swaps_the_sides()
    {
        var desired = Mapped(Sample.Raw() with { UnitPrice = "-40.00", ExtendedPrice = "-120.00" });

        Assert.Collection(
            desired.Lines,
            line => Expect(line, LineRoles.Receivable, "101-0000-12000-0000", null, 120m),
            line => Expect(line, LineRoles.Revenue, "101-3010-41010-0000", 120m, null));
    }

    [Theory]
    [InlineData("2026-06-15T12:00:00Z", "3070")]
    [InlineData("2026-07-01T04:59:59Z", "3070")] // still 30 June in Chicago
    [InlineData("2026-07-01T05:00:00Z", "3075")]
    public void The_row_in_force_on_the_local_service_date_is_taken(string serviceAt, string costCentre)
    {
        var desired = Mapped(Sample.Raw() with { DepartmentCode = "2007", ServiceAt = serviceAt, ReadAt = Sample.At("2026-08-01T00:00:00Z") });

        Assert.Equal(costCentre, desired.Lines[1].Segments[1]);
    }

    [Theory]
    [InlineData("2001", "C9999", "charge-code|C9999|2026-05-10")]
    [InlineData("2999", "C1001", "department|2999|2026-05-10")]
    public void A_missing_row_is_named(string department, string code, string missing)
    {
        var result = Map(Sample.Raw() with { DepartmentCode = department, ChargeCode = code }, Sample.Reference);

        Assert.Equal(missing, Assert.IsType<MappingResult.Waits>(result).Missing.ToString());
    }

    [Fact]
    public void The_rule_set_version_changes_with_a_row_that_was_used_and_with_no_other()
    {
        var version = Mapped(Sample.Raw()).MappingVersion;

        Assert.Equal(version, Mapped(Sample.Raw(), "2003,3030", "2003,3031").MappingVersion);
        Assert.Equal(version, Mapped(Sample.Raw(), "2001,3010,1970-01-01,", "2001,3010,1970-01-01,2027-12-31").MappingVersion);
        Assert.NotEqual(version, Mapped(Sample.Raw(), "2001,3010", "2001,3011").MappingVersion);
        Assert.NotEqual(version, Mapped(Sample.Raw(), "Lakeside General BU", "Lakeside Main BU").MappingVersion);
    }

    private static void Expect(DesiredLine line, string role, string account, decimal? debit, decimal? credit) =>
        Assert.Equal((role, account, debit, credit), (line.Role, string.Join('-', line.Segments), line.Debit, line.Credit));

    private static DesiredPosting Mapped(RawCharge raw) => Assert.IsType<MappingResult.Mapped>(Map(raw, Sample.Reference)).Desired;

    private static DesiredPosting Mapped(RawCharge raw, string old, string changed)
    {
        var files = Sample.Files.Select(f => new WorkbookFile(f.Name, f.Text.Replace(old, changed, StringComparison.Ordinal))).ToList();
        return Assert.IsType<MappingResult.Mapped>(Map(raw, new ReferenceSnapshot(Sample.Compile(files).Entries, []))).Desired;
    }

    private static MappingResult Map(RawCharge raw, IReferenceData reference)
    {
        var intake = new ChargeIntake(reference, Guard.Tokens);
        var valid = Assert.IsType<IntakeResult.Valid>(intake.Judge(raw, ChargeFacts.Of(reference, raw)));
        return new ChargeMapping(reference).Map(valid.Charge);
    }
}
