using System.Text;
using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Pipeline;

public sealed class ChargePipelineTests : IDisposable
{
    private readonly PipelineDriver _pipeline = new();

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public void The_topology_is_the_one_on_file() =>
        Golden.Check(_pipeline.Topology.Describe(), "tests", "Syntra.Topology.Tests", "Pipeline", "charge-topology.golden.txt");

    [Fact]
    public void A_charge_leaves_as_a_journal_and_is_posted_by_its_receipt()
    {
        _pipeline.Receive(Sample.Raw(), Headers.Empty.With(HeaderNames.TraceParent, "00-1-1-01").With("foreign", "x"));

        var record = _pipeline.Journal.ReadRecord();
        Assert.Equal(Guard.Charge("5001"), record.Key);
        Assert.Equal(120m, record.Value.Lines[0].Debit);
        Assert.Equal(Sample.Raw().UpdatedAt, record.Time);
        Assert.Equal("00-1-1-01", record.Headers!.GetLastString(HeaderNames.TraceParent));
        Assert.Equal($"millennium/charge/{Guard.Charge("5001")}/1", record.Headers!.GetLastString(HeaderNames.EventId));
        Assert.Equal(record.Value.MappingVersion, record.Headers!.GetLastString(HeaderNames.MappingVersion));
        Assert.False(record.Headers.TryGetLast("foreign", out _));
        Assert.Equal(ChargeStatus.InFlight, _pipeline.Posted.Get(Guard.Charge("5001"))!.Status);

        _pipeline.Answer(record.Value);

        var posted = _pipeline.Posted.Get(Guard.Charge("5001"))!;
        Assert.Equal((ChargeStatus.Posted, 1L, 1L), (posted.Status, posted.Received, posted.Applied));
        Assert.Equal(120m, Assert.Single(posted.Effects).Amount);
    }

    [Fact]
    public void A_second_poll_of_the_same_version_is_a_zero_delta()
    {
        _pipeline.Receive(Sample.Raw());
        _pipeline.Answer(_pipeline.Journal.ReadRecord().Value);

        _pipeline.Receive(Sample.Raw() with { ReadAt = Sample.ReadAt.AddMinutes(1) });

        Assert.True(_pipeline.Journal.IsEmpty);
        Assert.Equal(1, _pipeline.Posted.Get(Guard.Charge("5001"))!.ZeroDelta);
    }

    [Fact]
    public void A_newer_version_waits_for_the_receipt_and_then_corrects()
    {
        _pipeline.Receive(Sample.Raw());
        var first = _pipeline.Journal.ReadRecord().Value;
        _pipeline.Receive(Sample.Raw(version: 2).WithAmount(90m));
        Assert.True(_pipeline.Journal.IsEmpty);

        _pipeline.Answer(first);

        var second = _pipeline.Journal.ReadRecord().Value;
        Assert.Equal(["REVERSE-RECEIVABLE", "REVERSE-REVENUE", "RECEIVABLE", "REVENUE"], second.Lines.Select(l => l.Role));
        _pipeline.Answer(second);
        Assert.Equal(90m, Assert.Single(_pipeline.Posted.Get(Guard.Charge("5001"))!.Effects).Amount);
    }

    [Fact]
    public void An_unmapped_charge_parks_with_the_missing_row_and_posts_when_the_workbook_gets_it()
    {
        _pipeline.Receive(Sample.Raw() with { ChargeCode = "C9999" });

        Assert.Equal("charge-code|C9999|2026-05-10", _pipeline.Parked.ReadRecord().Value.Missing);
        _pipeline.Look();
        Assert.True(_pipeline.Journal.IsEmpty);

        _pipeline.Publish("charge-codes.csv", "C9999,44010,2026-01-01,");
        _pipeline.Look();

        Assert.Equal("44010", _pipeline.Journal.ReadRecord().Value.Lines[1].Segments[2]);
        Assert.True(_pipeline.Parked.ReadRecord().IsTombstone);
        Assert.Empty(_pipeline.Index.All());
    }

    [Fact]
    public void A_charge_that_misses_two_rows_parks_twice_and_then_posts()
    {
        _pipeline.Receive(Sample.Raw() with { ChargeCode = "C9999", DepartmentCode = "2999" });
        _pipeline.Publish("departments.csv", "2999,3099,2026-01-01,");
        _pipeline.Look();
        _pipeline.Publish("charge-codes.csv", "C9999,44010,2026-01-01,");
        _pipeline.Publish("departments.csv", "2999,3099,2026-01-01,");
        _pipeline.Look();

        Assert.Equal(["department|2999|2026-05-10", "charge-code|C9999|2026-05-10", null], _pipeline.Parked.ReadAll().Select(r => r.Value?.Missing));
        Assert.Single(_pipeline.Journal.ReadAll());
    }

    [Fact]
    public void A_row_of_another_date_releases_nothing()
    {
        _pipeline.Receive(Sample.Raw() with { ChargeCode = "C9999" });
        _pipeline.Publish("charge-codes.csv", "C9999,44010,2026-05-11,");
        _pipeline.Look();

        Assert.True(_pipeline.Journal.IsEmpty);
        Assert.Equal(ChargeStatus.Parked, _pipeline.Posted.Get(Guard.Charge("5001"))!.Status);
    }

    [Fact]
    public void A_charge_whose_encounter_was_not_there_goes_on_with_the_next_version()
    {
        _pipeline.Receive(Sample.Raw() with { EncounterFound = false, OrganizationId = null });
        Assert.Equal("encounter|" + Guard.Encounter("7001"), _pipeline.Parked.ReadRecord().Value.Missing);
        Assert.Empty(_pipeline.Index.All());

        _pipeline.Receive(Sample.Raw(version: 2));

        Assert.True(_pipeline.Parked.ReadRecord().IsTombstone);
        Assert.Single(_pipeline.Journal.ReadAll());
    }

    [Fact]
    public void A_new_calendar_releases_what_waited_for_an_open_period()
    {
        var calendar = Sample.Calendar();
        _pipeline.Calendar.PipeInput(Sample.Ledger, Sample.Calendar([.. calendar.Periods.Select(p => p.Name)]));
        _pipeline.Receive(Sample.Raw());
        Assert.Equal($"open-period|{Sample.Ledger}|2026-05-10", _pipeline.Parked.ReadRecord().Value.Missing);

        _pipeline.Calendar.PipeInput(Sample.Ledger, calendar);
        _pipeline.Look();

        Assert.Equal("May-26", _pipeline.Journal.ReadRecord().Value.Lines[0].Period);
    }

    [Fact]
    public void One_look_releases_no_more_than_it_may()
    {
        using var pipeline = new PipelineDriver(options: new ChargePipelineOptions { Tenant = Sample.Tenant, Tokens = Guard.Tokens, MostReleasedPerLook = 3 });
        foreach (var id in Enumerable.Range(6001, 7))
        {
            pipeline.Receive(Sample.Raw($"{id}") with { ChargeCode = "C9999" });
        }

        pipeline.Publish("charge-codes.csv", "C9999,44010,2026-01-01,");
        int[] released = [.. Enumerable.Range(0, 4).Select(_ =>
        {
            pipeline.Look();
            return pipeline.Journal.ReadAll().Count;
        })];

        Assert.Equal([3, 3, 1, 0], released);
    }

    [Fact]
    public void A_rejected_charge_is_dead_lettered_with_Fusions_code()
    {
        _pipeline.Receive(Sample.Raw() with { ChargeCode = "C1040" });

        _pipeline.Answer(_pipeline.Journal.ReadRecord().Value, "EF04");

        var letter = _pipeline.DeadLetters.ReadRecord().Value;
        Assert.Equal(("fusion-EF04", Guard.Charge("5001"), "101", "May-26", 120m), (letter.ReasonCode, letter.RecordId, letter.Facility, letter.Period, letter.Amount));
        Assert.Equal((_pipeline.Topics.RawCharge, 0, 0L), (letter.Topic, letter.Partition, letter.Offset));
        var state = _pipeline.Posted.Get(Guard.Charge("5001"))!;
        Assert.Equal((ChargeStatus.DeadLettered, 1L), (state.Status, state.DeadLettered));
        Assert.Null(state.Standing);
    }

    [Fact]
    public void A_correction_that_is_rejected_leaves_what_stood()
    {
        _pipeline.Receive(Sample.Raw());
        _pipeline.Answer(_pipeline.Journal.ReadRecord().Value);
        _pipeline.Receive(Sample.Raw(version: 2) with { ChargeCode = "C1040" });
        _pipeline.Answer(_pipeline.Journal.ReadRecord().Value, "EF04");

        var state = _pipeline.Posted.Get(Guard.Charge("5001"))!;
        Assert.Equal(ChargeStatus.DeadLettered, state.Status);
        Assert.Equal(1, state.Standing!.SourceVersion);

        _pipeline.Receive(Sample.Raw(version: 3).WithAmount(50m));
        Assert.Equal(4, _pipeline.Journal.ReadRecord().Value.Lines.Count);
    }

    [Fact]
    public void A_period_that_closed_meanwhile_re_dates_the_lines_once()
    {
        _pipeline.Receive(Sample.Raw());
        var first = _pipeline.Journal.ReadRecord().Value;

        _pipeline.Answer(first, "EP01");

        var second = _pipeline.Journal.ReadRecord().Value;
        Assert.All(second.Lines, l => Assert.Equal(("Jun-26", "May-26", new DateOnly(2026, 6, 1)), (l.Period, l.OriginalPeriod, l.AccountingDate)));
        Assert.Empty(first.Lines.Select(l => l.Key).Intersect(second.Lines.Select(l => l.Key)));
        _pipeline.Answer(first, "EP01");
        Assert.True(_pipeline.Journal.IsEmpty);
        _pipeline.Answer(second);
        Assert.Equal((ChargeStatus.Posted, 1L, 0L), (_pipeline.Posted.Get(Guard.Charge("5001"))!.Status, _pipeline.Posted.Get(Guard.Charge("5001"))!.Applied, _pipeline.Posted.Get(Guard.Charge("5001"))!.DeadLettered));
    }

    [Fact]
    public void A_correction_whose_period_closed_meanwhile_moves_with_its_reversal_though_our_calendar_is_behind()
    {
        _pipeline.Receive(Sample.Raw());
        _pipeline.Answer(_pipeline.Journal.ReadRecord().Value);
        _pipeline.Receive(Sample.Raw(version: 2).WithAmount(50m));

        _pipeline.Answer(_pipeline.Journal.ReadRecord().Value, "EP01");

        var again = _pipeline.Journal.ReadRecord().Value;
        Assert.Equal(4, again.Lines.Count);
        Assert.All(again.Lines, l => Assert.Equal(("Jun-26", "May-26"), (l.Period, l.OriginalPeriod)));
    }

    [Fact]
    public void A_repeated_receipt_changes_nothing()
    {
        _pipeline.Receive(Sample.Raw());
        var instruction = _pipeline.Journal.ReadRecord().Value;
        _pipeline.Answer(instruction);
        var state = _pipeline.Posted.Get(Guard.Charge("5001"))!;

        _pipeline.Answer(instruction);
        _pipeline.Answer(instruction, "EF04");

        Assert.Equal((state.Applied, state.DeadLettered), (_pipeline.Posted.Get(Guard.Charge("5001"))!.Applied, _pipeline.Posted.Get(Guard.Charge("5001"))!.DeadLettered));
        Assert.True(_pipeline.DeadLetters.IsEmpty);
    }

    [Fact]
    public void A_receipt_for_an_unknown_charge_raises_the_alarm()
    {
        _pipeline.Receive(Sample.Raw());
        var instruction = _pipeline.Journal.ReadRecord().Value;

        _pipeline.Receipts.PipeInput("4711", Sample.Receipt(instruction) with { RecordId = "4711" });

        Assert.Equal("receipt-without-posting", _pipeline.DeadLetters.ReadRecord().Value.ReasonCode);
        Assert.Null(_pipeline.Posted.Get("4711"));
    }

    [Fact]
    public void A_record_that_cannot_be_decoded_is_dead_lettered_and_the_next_goes_on()
    {
        _pipeline.Raw.PipeRaw(Encoding.UTF8.GetBytes(Guard.Charge("5001")), "Jane Doe, 12 Elm Street"u8.ToArray());
        _pipeline.Receive(Sample.Raw("5002"));

        var letter = _pipeline.DeadLetters.ReadRecord().Value;
        Assert.Equal(("not-opened", Guard.Charge("5001"), 0L, "raw-charges"), (letter.ReasonCode, letter.RecordId, letter.Offset, letter.Node));
        Assert.Single(_pipeline.Journal.ReadAll());
    }

    [Fact]
    public void A_sealed_value_that_was_moved_to_another_record_does_not_open_and_ends_with_its_reason()
    {
        var framed = new Avro.AvroSerializer<RawCharge>(new Avro.Registry.InMemorySchemaRegistryClient()).Serialize(_pipeline.Topics.RawCharge, Sample.Raw());
        var sealedValue = Guard.Sealer.Seal(LogicalTopics.RawCharge, Guard.Charge("5001"), framed);
        var ofAnotherTopic = Guard.Sealer.Seal(LogicalTopics.PostedCharge, Guard.Charge("5001"), framed);
        var altered = (byte[])sealedValue.Clone();
        altered[^1] ^= 1;

        _pipeline.Raw.PipeRaw(Encoding.UTF8.GetBytes(Guard.Charge("5002")), sealedValue);
        _pipeline.Raw.PipeRaw(Encoding.UTF8.GetBytes(Guard.Charge("5001")), ofAnotherTopic);
        _pipeline.Raw.PipeRaw(Encoding.UTF8.GetBytes(Guard.Charge("5001")), altered);

        Assert.All(_pipeline.DeadLetters.ReadAll(), letter => Assert.Equal("not-opened", letter.Value.ReasonCode));
        Assert.True(_pipeline.Journal.IsEmpty);
    }

    [Theory]
    [InlineData("5001", "5002", "key-mismatch")]
    [InlineData(null, "5002", "empty-record")]
    [InlineData("5001", null, "empty-record")]
    public void A_record_that_is_no_version_of_its_key_is_dead_lettered(string? key, string? id, string reason)
    {
        _pipeline.Raw.PipeInput(key!, id is null ? null! : Sample.Raw(id));

        Assert.Equal(reason, _pipeline.DeadLetters.ReadRecord().Value.ReasonCode);
        Assert.Empty(_pipeline.Posted.All());
    }

    [Fact]
    public void Nothing_of_a_payload_reaches_the_dead_letter_topic()
    {
        const string Secret = "Jane-Doe-1961";
        RawCharge[] bad =
        [
            Sample.Raw("1") with { ExtendedPrice = Secret },
            Sample.Raw("2") with { Quantity = Secret },
            Sample.Raw("3") with { UnitPrice = Secret },
            Sample.Raw("4") with { ServiceAt = Secret },
            Sample.Raw("5") with { EncounterId = Secret },
            Sample.Raw("6") with { OrganizationId = Secret + " " },
            Sample.Raw("7") with { DepartmentCode = Secret + " " },
            Sample.Raw("8") with { ChargeCode = Secret + " " },
            Sample.Raw("9") with { ProcessFlag = Secret + " " },
            Sample.Raw(Secret),
        ];
        foreach (var raw in bad)
        {
            _pipeline.Receive(raw);
        }

        _pipeline.Raw.PipeRaw(Encoding.UTF8.GetBytes("11"), Encoding.UTF8.GetBytes(Secret), headers: Headers.Empty.With("note", Secret));
        _pipeline.Raw.PipeRaw(Encoding.UTF8.GetBytes(Secret), [1, 2, 3]);

        var letters = _pipeline.RawDeadLetters.ReadAll();
        Assert.Equal(bad.Length + 2, letters.Count);
        foreach (var letter in letters)
        {
            Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(letter.Value), StringComparison.Ordinal);
            Assert.All(letter.Headers ?? Headers.Empty, h => Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(h.Value ?? []), StringComparison.Ordinal));
            Assert.NotEqual(Secret, letter.Key is null ? "" : Encoding.UTF8.GetString(letter.Key));
        }
    }

    [Fact]
    public void The_changelog_holds_the_watermark_table()
    {
        _pipeline.Receive(Sample.Raw());

        var changelog = _pipeline.Driver.CreateOutputTopic(
            "demo-charges-posted-changelog", Streams.Serialization.Serdes.String, Streams.Serialization.Serdes.Bytes);
        Assert.Equal(Guard.Charge("5001"), changelog.ReadRecord().Key);
        Assert.Equal("posted", ChargePipeline.PostedStore);
    }
}
