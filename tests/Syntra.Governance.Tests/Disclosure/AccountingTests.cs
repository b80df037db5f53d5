using Syntra.Governance.Audit;
using Syntra.Governance.Disclosure;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Tests.Audit;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Disclosure;

public sealed class AccountingTests
{
    private static readonly Pseudonym Patient = Pseudonym.Parse("t2" + new string('a', 26));
    private static readonly Pseudonym Before = Pseudonym.Parse("t1" + new string('b', 26));
    private static readonly DateOnly Request = new(2026, 3, 1);

    private readonly RecordingAudit _audit = new();

    [Fact]
    public void Only_what_164_528_lists_is_told()
    {
        foreach (var disclosureClass in Enum.GetValues<DisclosureClass>())
        {
            Log(disclosureClass.ToString(), disclosureClass, new(2025, 1, 1));
        }

        Assert.Equal(
            ["Impermissible", "Judicial", "LawEnforcement", "Oversight", "PublicHealth", "RequiredByLaw", "Research"],
            Ask().Lines.Select(l => l.Recipient.Name));
    }

    [Fact]
    public void Six_years_to_the_day_of_the_request_are_told()
    {
        Log("too old", DisclosureClass.Research, new(2020, 2, 29));
        Log("oldest", DisclosureClass.Research, new(2020, 3, 1));
        Log("newest", DisclosureClass.Research, new(2026, 3, 1));
        Log("after", DisclosureClass.Research, new(2026, 3, 2));
        Assert.Equal(["oldest", "newest"], Ask().Lines.Select(l => l.Recipient.Name));
    }

    [Fact]
    public void Repeats_to_one_party_for_one_purpose_are_one_line()
    {
        foreach (var month in Enumerable.Range(1, 12))
        {
            Log("State registry", DisclosureClass.PublicHealth, new(2025, month, 5));
        }

        Log("State registry", DisclosureClass.PublicHealth, new(2025, 6, 9), purpose: "HSYSADMIN");
        var lines = Ask().Lines;
        Assert.Equal(2, lines.Count);
        Assert.Equal(
            new AccountingLine(new(2025, 1, 5), new Recipient("State registry", "1 Main St"), "charge lines with service dates", "PUBHLTH", 12, new(2025, 12, 5)), lines[0]);
    }

    [Fact]
    public void Tokens_of_older_keys_are_the_same_patient_and_other_patients_are_not()
    {
        Log("a", DisclosureClass.Research, new(2025, 1, 1), patient: Before);
        Log("b", DisclosureClass.Research, new(2025, 1, 2), patient: Pseudonym.Parse("t2" + new string('c', 26)));
        Log("c", DisclosureClass.Research, new(2025, 1, 3));
        Assert.Equal(["a", "c"], Ask().Lines.Select(l => l.Recipient.Name));
    }

    [Theory]
    [InlineData("2026-02-01", "2026-12-31", false, 0, 1)]
    [InlineData("2026-02-01", "2026-12-31", true, 0, 1)]
    [InlineData("2026-01-30", "2026-12-31", true, 1, 0)]
    [InlineData("2025-02-01", "2026-02-28", false, 1, 0)]
    [InlineData("2026-03-02", "2026-12-31", false, 1, 0)]
    public void A_suspension_withholds_while_it_holds_and_an_oral_one_for_30_days(string from, string until, bool oral, int told, int withheld)
    {
        Log("FBI", DisclosureClass.LawEnforcement, new(2025, 5, 1));
        var suspension = new Suspension("FBI", DateOnly.ParseExact(from, "yyyy-MM-dd", null), DateOnly.ParseExact(until, "yyyy-MM-dd", null), oral);
        var answer = Ask(suspension);
        Assert.Equal((told, withheld), (answer.Lines.Count, answer.Withheld));
    }

    [Fact]
    public void A_class_from_a_newer_program_is_told_rather_than_hidden()
    {
        _audit.Record(new AuditEvent
        {
            Kind = AuditKind.Disclosed, Tenant = "north", At = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), Actor = "x", Patient = Patient.Value, Recipient = "r", Code = "something-new",
        });
        Assert.Single(Ask().Lines);
    }

    [Fact]
    public void Entries_come_back_from_the_chain_as_they_were()
    {
        using var chain = new ChainBench();
        using var log = chain.Open();
        var entry = Entry("County", DisclosureClass.Judicial, new(2025, 1, 1), "PUBHLTH", Patient);
        new DisclosureLog(log, ChainBench.Tenant).Record(entry);
        Assert.Equal(entry, DisclosureLog.Read(log.Read("officer", "PATRQT", chain.Time).First().Entry));
    }

    private static DisclosureEntry Entry(string recipient, DisclosureClass disclosureClass, DateOnly day, string purpose, Pseudonym patient) => new()
    {
        Patient = patient,
        Actor = "svc-export",
        At = new DateTimeOffset(day, new TimeOnly(23, 59), TimeSpan.Zero),
        Scope = "charge lines with service dates",
        Purpose = purpose,
        Recipient = new Recipient(recipient, "1 Main St"),
        Class = disclosureClass,
    };

    private void Log(string recipient, DisclosureClass disclosureClass, DateOnly day, string purpose = "PUBHLTH", Pseudonym? patient = null) =>
        new DisclosureLog(_audit, "north").Record(Entry(recipient, disclosureClass, day, purpose, patient ?? Patient));

    private Accounting Ask(params Suspension[] suspensions) => Accounting.Of(_audit.Events, new HashSet<Pseudonym> { Patient, Before }, Request, suspensions);
}
