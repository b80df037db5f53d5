using System.Text;
using Confluent.Kafka;
using Syntra.Cerner.Millennium;
using Syntra.Cerner.Sources;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Contracts;

namespace Syntra.Cerner.Tests.Millennium;

public sealed class KafkaRecordTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    [Fact]
    public async Task A_raw_record_has_the_charge_as_key_its_last_change_as_time_and_its_version_as_header()
    {
        await using var fixture = await MillenniumSourceFixture.CreateAsync(kafka);
        await fixture.Database.ChargeAsync(5_300_000_001);
        await fixture.Database.AdvanceAsync(2);
        using var source = fixture.OpenSource();
        await source.PollOnceAsync();

        var record = Assert.Single(kafka.Committed(fixture.Topics.RawCharge));
        var raw = Assert.Single(kafka.CommittedCharges(fixture.Topics));

        Assert.Equal(Guards.Of(fixture.Topics.Tenant).Tokens.Token(TokenSpaces.Charge, "5300000001"), record.Message.Key);
        Assert.Equal("5300000001", raw.ChargeItemId);
        Assert.Equal(MillenniumDatabase.Start, record.Message.Timestamp.UtcDateTime);
        Assert.Equal(raw.SourceVersion.ToString(), Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes(HeaderNames.SourceVersion)));
    }

    [Fact]
    public async Task The_watermarks_say_how_far_each_table_was_read_and_how_many_records_there_are()
    {
        await using var fixture = await MillenniumSourceFixture.CreateAsync(kafka);
        await fixture.Database.ChargeAsync(41);
        await fixture.Database.ChargeAsync(42);
        await fixture.Database.AdvanceAsync(2);
        using var source = fixture.OpenSource();
        await source.PollOnceAsync();

        var watermarks = kafka.Watermarks(fixture.Topics);

        Assert.Equal(
            [
                "millennium/charge", "millennium/charge-mod", "millennium/delete", "millennium/encounter", "millennium/encounter-combine",
                "millennium/encounter-row", "millennium/person-combine",
            ],
            watermarks.Keys.Order(StringComparer.Ordinal));
        var charge = watermarks["millennium/charge"];
        Assert.Equal((42, 2), (charge.RowId.Value(), charge.RowsWritten));
        Assert.Equal(MillenniumDatabase.Start, charge.UpdatedAt.UtcDateTime);
        Assert.Equal(fixture.Database.Now, charge.PolledAt.UtcDateTime);
    }

    [Fact]
    public async Task Records_and_watermarks_that_were_produced_but_not_committed_are_seen_by_nobody()
    {
        await using var fixture = await MillenniumSourceFixture.CreateAsync(kafka);
        await fixture.Database.ChargeAsync(41);
        await fixture.Database.AdvanceAsync(2);
        using (var crashed = fixture.OpenSource())
        {
            var produced = 0;
            crashed.BeforeCommit = () =>
            {
                var started = TimeProvider.System.GetTimestamp();
                while (produced == 0 && TimeProvider.System.GetElapsedTime(started) < Hang.Limit)
                {
                    produced = kafka.Uncommitted(fixture.Topics.RawCharge).Count;
                }

                throw new InvalidOperationException("crash");
            };
            await Assert.ThrowsAsync<InvalidOperationException>(() => crashed.PollOnceAsync());
            Assert.Equal(1, produced);
        }

        using var source = fixture.OpenSource();
        await source.PollOnceAsync();

        Assert.Equal(2, kafka.Uncommitted(fixture.Topics.RawCharge).Count);
        Assert.Single(kafka.Committed(fixture.Topics.RawCharge));
        Assert.Equal(7, kafka.Committed(fixture.Topics.SourceWatermark).Count);
    }

    [Fact]
    public async Task A_poll_without_news_writes_nothing_until_a_checkpoint_is_due()
    {
        await using var fixture = await MillenniumSourceFixture.CreateAsync(kafka);
        await fixture.Database.ChargeAsync(41);
        await fixture.Database.AdvanceAsync(2);
        using var source = fixture.OpenSource();
        await source.PollOnceAsync();
        await OtherDeletionAsync(fixture, 7);
        await fixture.Database.AdvanceAsync(2);
        await source.PollOnceAsync();
        Assert.Equal(7, kafka.Committed(fixture.Topics.SourceWatermark).Count);

        await fixture.Database.AdvanceAsync(90);
        await OtherDeletionAsync(fixture, 8);
        await fixture.Database.AdvanceAsync(2);
        await source.PollOnceAsync();

        Assert.Equal(14, kafka.Committed(fixture.Topics.SourceWatermark).Count);
        Assert.Equal(8, kafka.Watermarks(fixture.Topics)["millennium/delete"].RowId.Value());
        Assert.Single(kafka.Committed(fixture.Topics.RawCharge));
    }

    // A deletion in a table that is none of ours: read, and no news.
    private static Task OtherDeletionAsync(MillenniumSourceFixture fixture, long id) => fixture.Database.ExecuteAsync(
        $"INSERT INTO DM_DELETE_TRACKING (DM_DELETE_TRACKING_ID, TABLE_NAME, TABLE_PK_VALUE, UPDT_DT_TM) SELECT {id}, 'ORDERS', 41, NOW_DT_TM FROM TEST_CLOCK");

    [Fact]
    public async Task A_missing_topic_stops_the_source_with_a_line_that_names_the_cause()
    {
        await using var database = await MillenniumDatabase.CreateAsync();
        using var source = new MillenniumChargeSource(
            new MillenniumSourceOptions { Tenant = "nobody", BootstrapServers = kafka.Broker.BootstrapServers, Tokens = Guards.Of("nobody").Tokens, Sealer = Guards.Of("nobody").Sealer },
            database.Connect, database.Dialect, kafka.Registry, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

        var stopped = await Assert.ThrowsAsync<SourceStoppedException>(() => source.RunAsync(CancellationToken.None).WaitAsync(Hang.Limit));

        Assert.False(stopped.Fenced);
        Assert.Contains("UnknownTopic", stopped.Message, StringComparison.Ordinal);
        Assert.Equal(SourceState.Failed, source.State);
    }

    [Fact]
    public async Task One_charge_always_lands_in_the_partition_that_Java_clients_would_choose()
    {
        await using var fixture = await MillenniumSourceFixture.CreateAsync(kafka);
        await fixture.Database.ChargeAsync(21);
        await fixture.Database.AdvanceAsync(2);
        using var source = fixture.OpenSource();
        await source.PollOnceAsync();

        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = kafka.Broker.BootstrapServers, Partitioner = Partitioner.Murmur2,
        }).Build();
        var other = await producer.ProduceAsync(fixture.Topics.RawCharge, new Message<string, byte[]> { Key = Guards.Of(fixture.Topics.Tenant).Tokens.Token(TokenSpaces.Charge, "21"), Value = [0] });

        Assert.Equal(other.Partition, kafka.Committed(fixture.Topics.RawCharge)[0].Partition);
    }
}
