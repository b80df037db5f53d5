using Syntra.Contracts;
using Syntra.Topology.Intake;
using Syntra.Topology.Reference;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Intake;

public class ChargeIntakeTests
{
    private readonly ChargeIntake _intake = new(Sample.Reference, Guard.Tokens);

    [Fact]
    public void A_right_charge_goes_on_with_its_local_day_and_amount()
    {
        var charge = Assert.IsType<IntakeResult.Valid>(Judge(Sample.Raw())).Charge;

        Assert.Equal(120.00m, charge.Amount);
        Assert.Equal(new DateOnly(2026, 5, 10), charge.Day.Date);
        Assert.Equal(Sample.Ledger, charge.Ledger.Ledger);
    }

    [Theory]
    [InlineData("2026-06-01T04:59:59Z", "101", "2026-05-31")] // Chicago, five hours behind in summer
    [InlineData("2026-06-01T05:00:00Z", "101", "2026-06-01")]
    [InlineData("2026-06-01T05:30:00Z", "103", "2026-05-31")] // Denver, six hours behind
    [InlineData("2026-02-01T05:59:59Z", "101", "2026-01-31")] // six hours behind in winter
    public void The_accounting_day_is_the_facilitys_own(string serviceAt, string facility, string day)
    {
        var charge = Assert.IsType<IntakeResult.Valid>(Judge(Sample.Raw() with { ServiceAt = serviceAt, OrganizationId = facility })).Charge;

        Assert.Equal(DateOnly.Parse(day, null), charge.Day.Date);
    }

    public static TheoryData<string, Func<RawCharge, RawCharge>> Refusals => new()
    {
        { "id-not-exact", r => r with { ChargeItemId = "9007199254740993?" } },
        { "id-not-exact", r => r with { ChargeItemId = "1.5E+16" } },
        { "id-not-exact", r => r with { EncounterId = "12.5" } },
        { "no-process-flag", r => r with { ProcessFlag = null } },
        { "malformed-code", r => r with { ProcessFlag = "9 9" } },
        { "malformed-code", r => r with { OrganizationId = "St Mary|1" } },
        { "malformed-code", r => r with { DepartmentCode = "Jane Doe" } },
        { "malformed-code", r => r with { ChargeCode = "C1001|x" } },
        { "no-encounter", r => r with { EncounterId = null } },
        { "no-encounter", r => r with { EncounterId = null, EncounterFound = false } },
        { "no-facility", r => r with { OrganizationId = null } },
        { "no-department", r => r with { DepartmentCode = null } },
        { "no-amount", r => r with { ExtendedPrice = null } },
        { "amount-not-a-number", r => r with { ExtendedPrice = "12,50" } },
        { "amount-not-a-number", r => r with { ExtendedPrice = "1E3" } },
        { "amount-not-a-number", r => r with { ExtendedPrice = "abc" } },
        { "amount-not-a-number", r => r with { ExtendedPrice = "" } },
        { "amount-out-of-range", r => r with { ExtendedPrice = "1000000000000000" } },
        { "amount-below-minor-unit", r => r with { Quantity = "1", UnitPrice = "10.005", ExtendedPrice = "10.005" } },
        { "quantity-not-a-number", r => r with { Quantity = null } },
        { "quantity-not-a-number", r => r with { Quantity = "three" } },
        { "price-not-a-number", r => r with { UnitPrice = null } },
        { "price-not-a-number", r => r with { UnitPrice = "free" } },
        { "extended-price-mismatch", r => r with { ExtendedPrice = "120.01" } },
        { "extended-price-mismatch", r => r with { ExtendedPrice = "-120.00" } },
        { "extended-price-mismatch", r => r with { Quantity = "99999999999999", UnitPrice = "99999999999999" } },
        { "no-service-date", r => r with { ServiceAt = null } },
        { "service-date-not-a-date", r => r with { ServiceAt = "2026-13-40" } },
        { "service-date-not-a-date", r => r with { ServiceAt = "0000-00-00T00:00:00Z" } },
        { "service-date-in-future", r => r with { ServiceAt = "2026-06-21T05:00:00Z" } },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_can_never_be_posted_is_refused_with_its_reason(string reason, Func<RawCharge, RawCharge> change) =>
        Assert.Equal(reason, Assert.IsType<IntakeResult.Refused>(Judge(change(Sample.Raw()))).Reason.Code);

    public static TheoryData<string, Func<RawCharge, RawCharge>> Waits => new()
    {
        { "encounter|" + Guard.Encounter("7001"), r => r with { EncounterFound = false, OrganizationId = null } },
        { "bill-code|" + Guard.Charge("5001"), r => r with { ChargeCode = null } },
        { "process-flag|13|2026-05-10", r => r with { ProcessFlag = "13" } },
        { "facility|999|2026-05-10", r => r with { OrganizationId = "999" } },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public void What_is_still_to_come_is_waited_for_by_name(string missing, Func<RawCharge, RawCharge> change) =>
        Assert.Equal(missing, Assert.IsType<IntakeResult.Waits>(Judge(change(Sample.Raw()))).Missing.ToString());

    public static TheoryData<Func<RawCharge, RawCharge>> DueNothing => new()
    {
        r => r with { Active = false },
        r => r with { Active = false, ExtendedPrice = "garbage", EncounterId = null },
        r => r with { ProcessFlag = "997" },
        r => r with { ProcessFlag = "10", ExtendedPrice = null, EncounterFound = false },
        r => r with { ProcessFlag = "0" },
        r => r with { ProcessFlag = "0", ServiceAt = null },
        r => r with { Quantity = "0", UnitPrice = "40", ExtendedPrice = "0.00" },
    };

    [Theory]
    [MemberData(nameof(DueNothing))]
    public void A_row_that_is_no_money_is_due_nothing(Func<RawCharge, RawCharge> change) =>
        Assert.IsType<IntakeResult.NothingDue>(Judge(change(Sample.Raw())));

    [Theory]
    [InlineData("3", "0.3333", "1.00")]
    [InlineData("0.5", "0.01", "0.01")] // half a cent rounds away from zero
    [InlineData("-0.5", "0.01", "-0.01")]
    [InlineData("2", "-40.00", "-80.00")] // a credit keeps its quantity
    [InlineData("1.0", "5", "5.0000")]
    public void The_product_meets_the_extended_price_once_rounded_to_the_minor_unit(string quantity, string price, string extended) =>
        Assert.IsType<IntakeResult.Valid>(Judge(Sample.Raw() with { Quantity = quantity, UnitPrice = price, ExtendedPrice = extended }));

    [Fact]
    public void The_service_day_may_be_the_day_of_reading_in_the_facilitys_zone() =>
        Assert.IsType<IntakeResult.Valid>(Judge(Sample.Raw() with { ServiceAt = "2026-06-21T04:59:59Z" }));

    [Fact]
    public void Facts_are_known_of_every_version_so_that_it_can_be_accounted_for()
    {
        var right = ChargeFacts.Of(Sample.Reference, Sample.Raw());
        var wrong = ChargeFacts.Of(Sample.Reference, Sample.Raw() with { OrganizationId = null, ServiceAt = "x", ExtendedPrice = "y" });
        Assert.Equal(("101", Sample.At("2026-05-10T15:30:00Z"), true, 120m), (right.Facility, right.ServiceAt, right.Money, right.Amount));
        Assert.Equal((null, null, true, 0m), (wrong.Facility, wrong.ServiceAt, wrong.Money, wrong.Amount));
        Assert.Equal(0m, ChargeFacts.Of(Sample.Reference, Sample.Raw() with { ProcessFlag = "997" }).Amount);
        Assert.True(ChargeFacts.Of(Sample.Reference, Sample.Raw() with { ProcessFlag = "13" }).Money);
        Assert.False(ChargeFacts.Of(Sample.Reference, Sample.Raw() with { Active = false }).Money);
    }

    [Theory]
    [InlineData("C9999")]
    [InlineData("4711")]
    [InlineData("12070001")]
    public void A_code_of_the_usual_forms_is_named_where_the_workbook_lacks_it(string code) =>
        Assert.Equal(code, Assert.IsType<IntakeResult.Valid>(Judge(Sample.Raw() with { ChargeCode = code })).Charge.ChargeCode);

    [Fact]
    public void A_code_of_the_form_that_the_site_declares_is_named_and_no_other()
    {
        var shapes = new CodeShapes([KeyValuePair.Create(CrosswalkTables.ChargeCode, (IReadOnlyList<string>)["99999", "A-999999999"])]);
        var reference = new ReferenceSnapshot(Sample.Workbook.Entries, []) { Shapes = shapes };

        Assert.Equal(["98052", "K-523987614"], Named(CrosswalkTables.ChargeCode));
        Assert.Empty(Named(CrosswalkTables.Department));

        IEnumerable<string> Named(string table) =>
            ((string[])["98052", "980521", "523987614", "K-523987614", "5-523987614"]).Where(c => Codes.Nameable(reference, table, c) is not null);
    }

    [Theory]
    [InlineData("Kowalski")]
    [InlineData("Kowalski-1931")]
    [InlineData("523987614")]
    [InlineData("523-98-7614")]
    [InlineData("1931-03-07")]
    [InlineData("19310307")]
    [InlineData("MRN88412207")]
    [InlineData("99950-1347")]
    [InlineData("98052")] // a ZIP
    [InlineData("2065550143")] // a telephone
    [InlineData("206-55-01")]
    [InlineData("12065550143")]
    [InlineData("070331")] // a birthday
    public void A_code_that_may_be_of_a_person_is_not_named_where_the_workbook_lacks_it(string code)
    {
        Assert.Equal("code-not-nameable", Assert.IsType<IntakeResult.Refused>(Judge(Sample.Raw() with { ChargeCode = code })).Reason.Code);
        Assert.Equal("code-not-nameable", Assert.IsType<IntakeResult.Refused>(Judge(Sample.Raw() with { DepartmentCode = code })).Reason.Code);
        Assert.Equal("code-not-nameable", Assert.IsType<IntakeResult.Refused>(Judge(Sample.Raw() with { OrganizationId = code })).Reason.Code);
        Assert.Equal("code-not-nameable", Assert.IsType<IntakeResult.Refused>(Judge(Sample.Raw() with { ProcessFlag = code })).Reason.Code);
    }

    private IntakeResult Judge(RawCharge raw) => _intake.Judge(raw, ChargeFacts.Of(Sample.Reference, raw));
}
