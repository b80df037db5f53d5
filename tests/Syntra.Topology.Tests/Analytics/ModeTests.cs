using Syntra.Contracts;
using Syntra.Governance.Disclosure;
using Syntra.Governance.Pseudonyms;
using Syntra.Streams;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Analytics;

/// <summary>What leaves for analytics in each mode of the signed register.</summary>
public sealed class ModeTests
{
    private static readonly RawCharge Raw = Sample.Raw() with { PersonId = "9001" };

    [Fact]
    public void The_topology_with_a_copy_is_the_one_on_file()
    {
        using var pipeline = Copies.Driver("safe-harbor");
        Golden.Check(pipeline.Topology.Describe(), "tests", "Syntra.Topology.Tests", "Analytics", "analytics-topology.golden.txt");
    }

    [Fact]
    public void Without_a_recipient_no_copy_is_made()
    {
        using var pipeline = new PipelineDriver();
        pipeline.Receive(Raw);
        Assert.True(pipeline.Analytics.IsEmpty);
        Assert.DoesNotContain("analytics", pipeline.Topology.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Direct_gives_the_ledgers_tokens_and_the_day()
    {
        var row = Only("direct").Value;

        Assert.Equal((Guard.Charge("5001"), Guard.Encounter("7001"), Guard.Tokens.Token(TokenSpaces.Person, "9001")), (row.ChargeToken, row.EncounterToken, row.PatientToken));
        Assert.Equal(("2026-05-10", "direct"), (row.ServiceDate, row.Mode));
        Assert.Equal(("101", "2001", "C1001", "999"), (row.Facility, row.Department, row.ChargeCode, row.ProcessFlag));
        Assert.Equal((3m, 40m, 120m, 1), (row.Quantity, row.UnitPrice, row.Amount, row.Count));
        Assert.Equal(1, row.RegisterVersion);
        Assert.StartsWith("2000 and 2010, 2026-01-01, ", row.ReferenceVersion, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limited_data_set_drops_the_account_number_behind_a_token_of_its_own_and_keeps_the_day()
    {
        var record = Only("limited-data-set");

        Assert.Equal(Copies.Token("charge", "5001"), record.Value.ChargeToken);
        Assert.NotEqual(Guard.Charge("5001"), record.Value.ChargeToken);
        Assert.Equal(record.Value.ChargeToken, record.Key);
        Assert.Equal((Guard.Encounter("7001"), "2026-05-10"), (record.Value.EncounterToken, record.Value.ServiceDate));
    }

    [Fact]
    public void Safe_harbor_gives_the_year_and_nothing_that_joins_to_a_person_a_ledger_line_or_a_day()
    {
        var record = Only("safe-harbor");

        Assert.Equal((null, null, null, "2026"), (record.Value.ChargeToken, record.Value.EncounterToken, record.Value.PatientToken, record.Value.ServiceDate));
        Assert.Equal("-", record.Key);
        Assert.Equal(Sample.At("2026-01-01T00:00:00Z"), record.Time);
        Assert.Equal(0, record.Headers?.Count ?? 0);
        Assert.Equal(("101", 120m), (record.Value.Facility, record.Value.Amount));
    }

    [Fact]
    public void Safe_harbor_with_a_vault_carries_its_random_tokens()
    {
        var row = Only(Copies.Driver(Copies.Under("safe-harbor", new Drawn()))).Value;

        Assert.All([row.ChargeToken, row.EncounterToken, row.PatientToken], token => Assert.Equal(PseudonymKind.Random, Pseudonym.Parse(token!).Kind));
        Assert.Equal("2026", row.ServiceDate);
    }

    [Fact]
    public void Pseudonymisation_gives_tokens_of_its_own_and_moves_all_days_of_a_patient_alike()
    {
        using var pipeline = Copies.Driver("kms-pseudonymisation");
        pipeline.Receive(Raw);
        pipeline.Receive(Sample.Raw("5002") with { PersonId = "9001", ServiceAt = "2026-05-17T01:00:00Z" });
        var rows = pipeline.Analytics.ReadAll().Select(r => r.Value).ToList();

        Assert.Equal((Copies.Token("charge", "5001"), Copies.Token("encounter", "7001"), Copies.Token("patient", "9001")), (rows[0].ChargeToken, rows[0].EncounterToken, rows[0].PatientToken));
        var days = rows.Select(r => DateOnly.ParseExact(r.ServiceDate!, "yyyy-MM-dd", null)).ToList();
        Assert.Equal(new DateOnly(2026, 5, 10).AddDays(Copies.Shifter.OffsetOf(new Identifier("millennium", "9001"))), days[0]);
        Assert.NotEqual(new DateOnly(2026, 5, 10), days[0]);
        Assert.Equal(7, days[1].DayNumber - days[0].DayNumber);
    }

    [Fact]
    public void A_date_that_no_patient_can_be_found_for_is_refused_without_its_payload_and_the_ledger_still_gets_it()
    {
        using var pipeline = Copies.Driver("kms-pseudonymisation");

        pipeline.Receive(Raw with { PersonId = null });
        pipeline.Receive(Raw with { PersonId = null, ReadAt = Sample.ReadAt.AddMinutes(1) });

        Assert.True(pipeline.Analytics.IsEmpty);
        var letter = Assert.Single(pipeline.DeadLetters.ReadAll()).Value;
        Assert.Equal(("analytics-patient-unknown", "analytics", Guard.Charge("5001"), 0m), (letter.ReasonCode, letter.Node, letter.RecordId, letter.Amount));
        Assert.DoesNotContain("2026", letter.Reason, StringComparison.Ordinal);
        Assert.Equal(120m, pipeline.Journal.ReadRecord().Value.Lines[0].Debit);
    }

    [Fact]
    public void Aggregate_only_refuses_to_start_a_copy_of_rows()
    {
        var refused = Assert.Throws<ArgumentException>(() => Copies.Driver("aggregate-only"));
        Assert.Contains("lets no row out", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_mode_in_the_register_gives_another_row_of_the_same_charge() =>
        Assert.Equal(4, new[] { "direct", "limited-data-set", "safe-harbor", "kms-pseudonymisation" }.Select(mode => Only(mode).Value with { Mode = "" }).Distinct().Count());

    [Theory]
    [InlineData("limited-data-set")]
    [InlineData("safe-harbor")]
    [InlineData("direct")]
    public void Nothing_that_a_person_typed_passes_for_a_code_a_number_or_a_date(string mode)
    {
        var record = Only(Copies.Driver(mode), Raw with
        {
            OrganizationId = "Kanarivogel", DepartmentCode = "523987614", ChargeCode = "C9999", ProcessFlag = "MRN88412207", ChargeType = "Kanarivogel",
            Quantity = "99950-1347", UnitPrice = "Kanarivogel", ExtendedPrice = "523-98-7614", ServiceAt = "born 1931-03-07",
        });
        var row = record.Value;

        Assert.All([row.Facility, row.Department, row.ChargeCode, row.ProcessFlag, row.ServiceDate], Assert.Null);
        Assert.Equal(1, record.Time.ToUnixTimeMilliseconds());
        Assert.All([row.Quantity, row.UnitPrice, row.Amount], number => Assert.Null(number));
    }

    [Fact]
    public void Each_charge_that_leaves_is_disclosed_once_to_the_recipient()
    {
        var heard = new Heard();
        using var pipeline = Copies.Driver(Copies.Under("limited-data-set", access: heard));

        pipeline.Receive(Raw);
        pipeline.Receive(Raw with { ReadAt = Sample.ReadAt.AddMinutes(1) });
        pipeline.Receive(Raw with { SourceVersion = 2, ReadAt = Sample.ReadAt.AddMinutes(2) });

        Assert.Equal([Guard.Tokens.Token(TokenSpaces.Person, "9001")], heard.Patients);
    }

    private static TestRecord Only(string mode) => Only(Copies.Driver(mode));

    private static TestRecord Only(PipelineDriver pipeline, RawCharge? raw = null)
    {
        using (pipeline)
        {
            pipeline.Receive(raw ?? Raw, Headers.Empty.With(HeaderNames.TraceParent, "00-1-1-01"));
            var record = pipeline.Analytics.ReadRecord();
            Assert.True(pipeline.Analytics.IsEmpty);
            return new TestRecord(record.Key, record.Value, record.Time, record.Headers);
        }
    }

    private sealed record TestRecord(string Key, AnalyticsCharge Value, DateTimeOffset Time, Headers? Headers);

    private sealed class Heard : IPhiAccessLog
    {
        public List<string> Patients { get; } = [];

        public void Opened(string patient) => Patients.Add(patient);
    }

    private sealed class Drawn : IPseudonymizer
    {
        public PseudonymKind Kind => PseudonymKind.Random;

        public Pseudonym Tokenise(string @namespace, Identifier identifier) => Pseudonym.Parse("r" + new string((char)('a' + @namespace.Length), 26));
    }
}
