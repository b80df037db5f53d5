using Confluent.Kafka;
using Syntra.Avro;
using Syntra.Cerner.Millennium;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Contracts;
using Syntra.Sandbox.Cerner.Corrections;

namespace Syntra.Cerner.Tests.Millennium;

public sealed class RowRecordTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    [Fact]
    public async Task A_void_and_its_withdrawal_are_two_versions_of_the_encounter()
    {
        await using var fixture = await WithChargeAsync();
        using var source = fixture.OpenSource();
        await source.PollOnceAsync();
        var corrections = new CernerCorrections(fixture.Database.Sandbox);
        await corrections.VoidEncounterAsync(8);
        await PollAsync(fixture, source);
        await corrections.VoidEncounterAsync(8, voided: false);
        await PollAsync(fixture, source);

        var rows = Rows<RawEncounter>(fixture, fixture.Topics.RawEncounter, LogicalTopics.RawEncounter);
        Assert.All(rows, r => Assert.Equal(Encounter(fixture, "8"), r.Key));
        Assert.Equal([(0, null), (1, "CANCELLED"), (2, "DISCHARGED")], rows.Select(r => (r.Value.SourceVersion, r.Value.Status)));
        Assert.Equal("589723", rows[0].Value.OrganizationId);
    }

    [Fact]
    public async Task A_combine_is_written_under_both_of_its_encounters_and_again_when_it_is_taken_back()
    {
        await using var fixture = await WithChargeAsync();
        await fixture.Database.EncounterAsync(9, 589731);
        using var source = fixture.OpenSource();
        var corrections = new CernerCorrections(fixture.Database.Sandbox);
        var combine = await corrections.CombineEncountersAsync(8, 9);
        await PollAsync(fixture, source);
        await corrections.UncombineEncountersAsync(combine, 8);
        await PollAsync(fixture, source);

        var rows = Rows<RawEncounterCombine>(fixture, fixture.Topics.RawEncounterCombine, LogicalTopics.RawEncounterCombine);
        string[] keys = [Encounter(fixture, "8"), Encounter(fixture, "9")];
        Assert.Equal(keys.Order(), rows.Where(r => r.Value.SourceVersion == 0).Select(r => r.Key).Order());
        Assert.Equal(keys.Order(), rows.Where(r => r.Value is { SourceVersion: 1, UncombinedAt: not null }).Select(r => r.Key).Order());
    }

    [Fact]
    public async Task A_deletion_and_a_purge_are_told_apart_and_other_tables_deletions_are_not_written()
    {
        await using var fixture = await WithChargeAsync();
        await fixture.Database.ChargeAsync(42, 8);
        using var source = fixture.OpenSource();
        var corrections = new CernerCorrections(fixture.Database.Sandbox);
        await corrections.DeleteChargeAsync(41);
        await corrections.DeleteChargeAsync(42, purge: true);
        await fixture.Database.ExecuteAsync(
            "INSERT INTO DM_DELETE_TRACKING (DM_DELETE_TRACKING_ID, TABLE_NAME, TABLE_PK_VALUE, UPDT_DT_TM) SELECT 99, 'ORDERS', 41, NOW_DT_TM FROM TEST_CLOCK");
        await PollAsync(fixture, source);

        var rows = Rows<RawDelete>(fixture, fixture.Topics.RawDelete, LogicalTopics.RawDelete);
        Assert.Equal([("41", false), ("42", true)], rows.Select(r => (r.Value.ChargeItemId.Value(), r.Value.Purge)).Order());
        Assert.Equal(Guards.Of(fixture.Topics.Tenant).Tokens.Token(TokenSpaces.Charge, "41"), rows.Single(r => r.Value.ChargeItemId.Value() == "41").Key);
    }

    [Fact]
    public async Task A_person_combine_is_written_without_the_persons()
    {
        await using var fixture = await WithChargeAsync();
        using var source = fixture.OpenSource();
        var corrections = new CernerCorrections(fixture.Database.Sandbox);
        var combine = await corrections.CombinePersonsAsync(501, 502);
        await PollAsync(fixture, source);
        await corrections.UncombinePersonsAsync(combine);
        await PollAsync(fixture, source);

        var rows = Rows<RawPersonCombine>(fixture, fixture.Topics.RawPersonCombine, LogicalTopics.RawPersonCombine);
        Assert.Equal([(0, false), (1, true)], rows.Select(r => (r.Value.SourceVersion, r.Value.Uncombined)));
    }

    [Fact]
    public async Task A_restart_within_the_overlap_repeats_no_row()
    {
        await using var fixture = await WithChargeAsync();
        await fixture.Database.EncounterAsync(9, 589731);
        await new CernerCorrections(fixture.Database.Sandbox).CombineEncountersAsync(8, 9);
        for (var run = 0; run < 3; run++)
        {
            using var source = fixture.OpenSource();
            await PollAsync(fixture, source);
        }

        Assert.Equal(2, Rows<RawEncounterCombine>(fixture, fixture.Topics.RawEncounterCombine, LogicalTopics.RawEncounterCombine).Count);
        var encounters = Rows<RawEncounter>(fixture, fixture.Topics.RawEncounter, LogicalTopics.RawEncounter);
        Assert.Equal(encounters.Count, encounters.DistinctBy(r => (r.Key, r.Value.SourceVersion)).Count());
    }

    [Fact]
    public async Task The_control_totals_follow_combines_and_leave_void_encounters_out()
    {
        await using var fixture = await WithChargeAsync();
        await fixture.Database.EncounterAsync(9, 589731);
        await fixture.Database.EncounterAsync(10, 589747);
        await fixture.Database.ChargeAsync(43, 10);
        var corrections = new CernerCorrections(fixture.Database.Sandbox);
        await corrections.CombineEncountersAsync(8, 9);
        await corrections.VoidEncounterAsync(10);

        var totals = await new MillenniumControlTotals(fixture.Database.Connect, fixture.Database.Dialect).ReadAsync();

        Assert.Equal([("589731", true), ("589747", false)], totals.Select(t => (t.OrganizationId, t.Active)).Order());
    }

    private async Task<MillenniumSourceFixture> WithChargeAsync()
    {
        var fixture = await MillenniumSourceFixture.CreateAsync(kafka);
        await fixture.Database.EncounterAsync(8, 589723);
        await fixture.Database.ChargeAsync(41, 8);
        await fixture.Database.AdvanceAsync(2);
        return fixture;
    }

    private static async Task PollAsync(MillenniumSourceFixture fixture, MillenniumChargeSource source)
    {
        await fixture.Database.AdvanceAsync(2);
        while ((await source.PollOnceAsync()).More)
        {
        }
    }

    private static string Encounter(MillenniumSourceFixture fixture, string id) => Guards.Of(fixture.Topics.Tenant).Tokens.Token(TokenSpaces.Encounter, id);

    private List<(string Key, T Value)> Rows<T>(MillenniumSourceFixture fixture, string topic, string logicalTopic)
        where T : IAvroRecord<T>
    {
        var serializer = new AvroSerializer<T>(kafka.Registry);
        var sealer = Guards.Of(fixture.Topics.Tenant).Sealer;
        return [.. kafka.Committed(topic).Select(r => (r.Message.Key, serializer.Deserialize(
            topic, sealer.Open(logicalTopic, System.Text.Encoding.UTF8.GetBytes(r.Message.Key), r.Message.Value))))];
    }
}
