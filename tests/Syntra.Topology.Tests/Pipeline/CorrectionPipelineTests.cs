using Syntra.Contracts;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Pipeline;

public sealed class CorrectionPipelineTests : IDisposable
{
    private readonly PipelineDriver _pipeline = new();

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public void A_void_reaches_the_charges_of_its_encounter_and_nobody_elses()
    {
        Post(Sample.Raw("5001"));
        Post(Sample.Raw("5002") with { EncounterId = "7002" });
        Encounter(0, "ACTIVE");
        Assert.True(_pipeline.Journal.IsEmpty);

        Encounter(1, "CANCELLED");

        var reversal = Assert.Single(_pipeline.Journal.ReadAll());
        Assert.Equal(Guard.Charge("5001"), reversal.Key);
        Assert.Equal(["REVERSE-RECEIVABLE", "REVERSE-REVENUE"], reversal.Value.Lines.Select(l => l.Role));
        var state = Assert.Single(_pipeline.Encounters.ReadAll()).Value;
        Assert.Equal((Guard.Encounter("7001"), true), (state.Encounter, state.Cancelled));
    }

    [Fact]
    public void A_combine_moves_the_charges_index_with_them()
    {
        Post(Sample.Raw("5001"));
        Encounter(0, "ACTIVE", "7002", "102");
        Combine("7001", "7002");
        _pipeline.Answer(_pipeline.Journal.ReadRecord().Value);
        var index = _pipeline.Driver.GetKeyValueStore<string, string>(ChargePipeline.EncounterIndexStore);
        Assert.Equal(2, index.All().Count());

        Encounter(1, "CANCELLED", "7002", "102");

        Assert.Equal("102", _pipeline.Journal.ReadRecord().Value.Facility);
    }

    [Fact]
    public void A_deletion_reverses_and_a_decision_releases()
    {
        Post(Sample.Raw("5001"));
        _pipeline.Deletes.PipeInput(Guard.Charge("5001"), new RawDelete { ChargeItemId = "5001", Purge = false, DeletedAt = Sample.ReadAt, ReadAt = Sample.ReadAt });

        Assert.Equal(["REVERSE-RECEIVABLE", "REVERSE-REVENUE"], _pipeline.Journal.ReadRecord().Value.Lines.Select(l => l.Role));
    }

    [Fact]
    public void A_held_correction_lies_in_the_review_topic_until_it_is_approved()
    {
        _pipeline.Publish(Signers.Workbook("POST,HOLD,HOLD,NONE,NONE,ANY,controller,NO"));
        Post(Sample.Raw("5001"));
        _pipeline.Receive(Sample.Raw("5001", 2).WithAmount(90m));
        var item = _pipeline.Reviews.ReadRecord();
        Assert.Equal($"{Guard.Charge("5001")}|2", item.Key);
        Assert.True(_pipeline.Journal.IsEmpty);

        var decision = Signers.Decision(item.Value, "ada");
        _pipeline.Decisions.PipeInput(decision.RecordId, decision);
        _pipeline.Decisions.PipeInput(decision.RecordId, decision);

        Assert.Equal(4, Assert.Single(_pipeline.Journal.ReadAll()).Value.Lines.Count);
        Assert.Equal(ReviewStatus.Approved, Assert.Single(_pipeline.Reviews.ReadAll()).Value.Status);
    }

    [Fact]
    public void Rows_under_a_foreign_key_are_dead_lettered()
    {
        _pipeline.EncounterRows.PipeInput(Guard.Encounter("7002"), Row(0, "CANCELLED", "7001", "101"));
        _pipeline.Deletes.PipeInput(Guard.Charge("5002"), new RawDelete { ChargeItemId = "5001", Purge = false, DeletedAt = Sample.ReadAt, ReadAt = Sample.ReadAt });

        Assert.Equal(["key-mismatch", "key-mismatch"], _pipeline.DeadLetters.ReadAll().Select(l => l.Value.ReasonCode));
    }

    [Fact]
    public void Person_combines_are_counted_and_move_nothing()
    {
        Post(Sample.Raw("5001"));
        foreach (var version in (long[])[0, 1, 1, 0])
        {
            _pipeline.PersonCombines.PipeInput("31", new RawPersonCombine
            {
                CombineId = "31", SourceVersion = version, UpdatedAt = Sample.ReadAt, ReadAt = Sample.ReadAt, Active = true, Uncombined = false,
            });
        }

        var account = _pipeline.Driver.GetKeyValueStore<string, SourceRowAccount>(ChargePipeline.PersonCombineStore).Get("31")!;
        Assert.Equal((4L, 2L, 1L, 1L), (account.Received, account.Applied, account.ZeroDelta, account.Stale));
        Assert.True(_pipeline.Journal.IsEmpty);
    }

    [Fact]
    public void An_encounter_topic_with_other_partitions_than_the_settings_say_stops_the_streams()
    {
        using var wrong = new PipelineDriver(options: new ChargePipelineOptions { Tenant = Sample.Tenant, Tokens = Guard.Tokens, Partitions = 3 });

        Assert.ThrowsAny<Exception>(() => wrong.EncounterRows.PipeInput(Guard.Encounter("7001"), Row(0, "CANCELLED", "7001", "101")));
    }

    private void Post(RawCharge raw)
    {
        _pipeline.Receive(raw);
        _pipeline.Answer(_pipeline.Journal.ReadRecord().Value);
    }

    private void Encounter(long version, string status, string id = "7001", string facility = "101") =>
        _pipeline.EncounterRows.PipeInput(Guard.Encounter(id), Row(version, status, id, facility));

    private void Combine(string from, string to)
    {
        foreach (var id in (string[])[from, to])
        {
            _pipeline.EncounterCombines.PipeInput(Guard.Encounter(id), new RawEncounterCombine
            {
                CombineId = "1", SourceVersion = 0, UpdatedAt = Sample.ReadAt, ReadAt = Sample.ReadAt, Active = true, FromEncounterId = from,
                ToEncounterId = to, CombinedAt = Sample.ReadAt,
            });
        }
    }

    private static RawEncounter Row(long version, string status, string id, string facility) => new()
    {
        EncounterId = id, SourceVersion = version, UpdatedAt = Sample.ReadAt, ReadAt = Sample.ReadAt, Active = true, Status = status, OrganizationId = facility,
    };
}
