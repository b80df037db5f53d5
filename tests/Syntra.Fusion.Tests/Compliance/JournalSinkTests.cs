using System.Net.Sockets;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Avro;
using Syntra.Contracts;
using Syntra.Fusion.Balances;
using Syntra.Fusion.Duplicates;
using Syntra.Fusion.Periods;
using Syntra.Fusion.Rest;
using Syntra.Fusion.Tests.Delivery;

namespace Syntra.Fusion.Tests.Compliance;

/// <summary>The journal sink through the compliance suite, and what is its own.</summary>
public sealed class JournalSinkTests(KafkaFixture kafka) : SinkCompliance, IClassFixture<KafkaFixture>
{
    private protected override async Task<ISinkRig> NewRigAsync() => await JournalRig.StartAsync(kafka);

    [Fact]
    public async Task Batches_are_cut_by_size_and_everything_is_counted()
    {
        await using var rig = await JournalRig.StartAsync(kafka);
        using var client = rig.Pod.Client();
        var delivery = rig.New(client, rig.Options, null);
        await rig.ProduceAsync([.. Enumerable.Range(1, 90)], [500]);
        using var stop = new CancellationTokenSource();
        var running = delivery.RunAsync(stop.Token);
        await Wait.EventuallyAsync(() => delivery.Snapshot() is { Accepted: 90, Rejected: 1 }, running);
        var snapshot = delivery.Snapshot();
        Assert.Equal(0, snapshot.InstructionsInFlight);
        Assert.InRange(snapshot.BatchesDone, 4, 91);
        Assert.Equal(1, snapshot.AttemptsAbandoned);
        Assert.Contains(snapshot.Timings, t => t.State == DeliveryState.Importing && t.Count > 0 && t.Mean > TimeSpan.Zero);
        await StopAsync(running, stop);
        Assert.All(rig.JournalReceipts().GroupBy(r => r.BatchName), b => Assert.InRange(b.Count(), 1, 25));
        Assert.Equal(0, await new DuplicateCheck(await StatsAsync(rig)).CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Committed_offsets_are_the_end_of_the_input_and_content_of_finished_batches_is_gone()
    {
        await using var rig = await JournalRig.StartAsync(kafka);
        await rig.ProduceAsync([.. Enumerable.Range(1, 30)], []);
        await RunUntilAsync(rig, 30);
        var last = TopicReading.ReadAll(kafka.Bootstrap, rig.Topics.Delivery).GroupBy(m => m.Message.Key).ToDictionary(g => g.Key, g => g.Last().Message.Value);
        Assert.All(last.Where(p => p.Key.StartsWith("batch/", StringComparison.Ordinal)), p => Assert.Null(p.Value));
        var input = TopicReading.ReadAll(kafka.Bootstrap, rig.Topics.Journal).GroupBy(m => m.Partition).ToDictionary(g => g.Key, g => g.Max(m => m.Offset.Value) + 1);
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig { BootstrapServers = kafka.Bootstrap, GroupId = rig.Options.GroupId }).Build();
        var committed = consumer.Committed(input.Keys.Select(p => new TopicPartition(rig.Topics.Journal, p)), Hang.Limit);
        Assert.All(committed, c => Assert.Equal(input[c.Partition], c.Offset.Value));
    }

    [Fact]
    public async Task Balances_show_what_was_posted_by_facility()
    {
        await using var rig = await JournalRig.StartAsync(kafka);
        await rig.ProduceAsync([1, 2, 3], []);
        await RunUntilAsync(rig, 3);
        using var client = rig.Pod.Client();
        var chart = new LedgerChart(Pod.Ledger, "USD", ["facility", "department", "account", "future"], "12000");
        var reader = new BalanceReader(client);
        Assert.Equal(5m, await reader.ReadReceivableActivityAsync(chart, Pod.OpenPeriod, "101", TestContext.Current.CancellationToken));
        Assert.Equal(4m, await reader.ReadReceivableActivityAsync(chart, Pod.OpenPeriod, "102", TestContext.Current.CancellationToken));
        Assert.Equal(0m, await reader.ReadReceivableActivityAsync(chart, "Mar-24", "101", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_calendar_is_published_once_and_again_only_when_it_changed()
    {
        await using var rig = await JournalRig.StartAsync(kafka);
        using var client = rig.Pod.Client();
        var publisher = new PeriodPublisher(
            new PeriodPublisherOptions
            {
                Topics = rig.Topics,
                BootstrapServers = kafka.Bootstrap,
                Ledgers = () => [new CalendarLedger(Pod.Ledger, Pod.LedgerId)],
                Interval = TimeSpan.FromMilliseconds(30),
            },
            client, rig.Registry, TimeProvider.System, NullLoggerFactory.Instance);
        var calendars = new AvroSerializer<LedgerCalendar>(rig.Registry);
        using var stop = new CancellationTokenSource();
        var running = publisher.RunAsync(stop.Token);
        List<LedgerCalendar> Published() => [.. TopicReading.ReadAll(kafka.Bootstrap, rig.Topics.Calendar).Select(m => calendars.Deserialize(rig.Topics.Calendar, m.Message.Value))];
        await Wait.EventuallyAsync(() => Published().Count == 1, running);
        await rig.Pod.SetPeriodAsync("Mar-24", "C");
        await Wait.EventuallyAsync(() => Published().Count >= 2, running);
        await StopAsync(running, stop);

        // Started again it repeats nothing; an older calendar that somebody puts over the newer one is put right.
        using var stopAgain = new CancellationTokenSource();
        var again = publisher.RunAsync(stopAgain.Token);
        using (var zombie = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = kafka.Bootstrap }).Build())
        {
            await zombie.ProduceAsync(rig.Topics.Calendar, new Message<string, byte[]> { Key = Pod.Ledger, Value = TopicReading.ReadAll(kafka.Bootstrap, rig.Topics.Calendar)[0].Message.Value });
        }

        await Wait.EventuallyAsync(() => Published().Count >= 4, again);
        await StopAsync(again, stopAgain);
        Assert.Equal(4, Published().Count);
        Assert.Equal(Published()[1].Periods, Published()[3].Periods);
        var (first, second) = (Published()[0], Published()[1]);
        Assert.Equal(24, first.Periods.Count);
        Assert.Equal(PeriodStatus.Closed, first.Periods.Single(p => p.Name == Pod.ClosedPeriod).Status);
        Assert.Equal(PeriodStatus.Open, first.Periods.Single(p => p.Name == "Mar-24").Status);
        Assert.Equal(PeriodStatus.Closed, second.Periods.Single(p => p.Name == "Mar-24").Status);
        Assert.Equal(first.Periods.OrderBy(p => p.StartDate), first.Periods);
    }

    [Fact]
    public async Task A_transaction_that_the_broker_timed_out_is_no_second_instance_and_the_delivery_goes_on()
    {
        await using var rig = await JournalRig.StartAsync(kafka);
        await rig.ProduceAsync([1], []);
        using var stop = new CancellationTokenSource();
        var running = rig.RunAsync(null, stop.Token);
        await Wait.EventuallyAsync(() => rig.Receipts().Count == 1, running);

        // What the broker does to a producer that stood still for too long: its epoch is raised, and nobody else delivers.
        using (var other = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = kafka.Bootstrap, TransactionalId = rig.Options.ProducerId }).Build())
        {
            other.InitTransactions(Hang.Limit);
        }

        await rig.ProduceAsync([2], []);
        await Wait.EventuallyAsync(() => rig.Receipts().Count == 2, running);
        await StopAsync(running, stop);
        await AssertEndAsync(rig, [1, 2], []);
    }

    [Fact]
    public async Task Connections_that_are_reset_while_they_are_made_are_waited_out()
    {
        await using var rig = await JournalRig.StartAsync(kafka);
        await rig.ProduceAsync([1, 2, 3], []);
        var resets = 6;
        using var client = Client(rig, () => Interlocked.Decrement(ref resets) >= 0 ? new SocketException((int)SocketError.NotConnected) : null);
        using var stop = new CancellationTokenSource();
        var running = rig.New(client, rig.Options, null).RunAsync(stop.Token);
        await Wait.EventuallyAsync(() => rig.Receipts().Count >= 3, running);
        await StopAsync(running, stop);
        Assert.True(resets < 0);
        await AssertEndAsync(rig, [1, 2, 3], []);
    }

    [Fact]
    public async Task What_nobody_foresaw_ends_the_delivery_and_is_thrown()
    {
        await using var rig = await JournalRig.StartAsync(kafka);
        await rig.ProduceAsync([1], []);
        using var client = Client(rig, static () => new NotSupportedException("not foreseen"));
        await Assert.ThrowsAsync<NotSupportedException>(() => rig.New(client, rig.Options, null).RunAsync(CancellationToken.None).WaitAsync(Hang.Limit));
    }

    private static FusionClient Client(JournalRig rig, Func<Exception?> failure)
    {
        using var sample = rig.Pod.Client();
        return new FusionClient(sample.Options, TimeProvider.System, new FailingHandler(failure));
    }

    private sealed class FailingHandler(Func<Exception?> failure) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            failure() is { } fault ? Task.FromException<HttpResponseMessage>(fault) : base.SendAsync(request, cancellationToken);
    }

    private static Task<ILineKeySource> StatsAsync(JournalRig rig) => Task.FromResult<ILineKeySource>(new StatsLineKeys(rig.Pod.BaseUrl, new HttpClient()));
}
