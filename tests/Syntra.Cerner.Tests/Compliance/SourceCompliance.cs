using Syntra.Kafka.Embedded;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Cerner.Tests.Compliance;

/// <summary>What every source must do, whatever it reads. A source's tests subclass this and say how to make one.</summary>
public abstract class SourceCompliance(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private const string Crash = "The process dies here.";

    private static readonly TimeSpan Limit = Hang.Limit;

    private protected KafkaFixture Kafka { get; } = kafka;

    private protected abstract Task<ISourceFixture> CreateAsync();

    [Fact]
    public async Task All_that_the_system_holds_is_written_once_and_nothing_more_while_nothing_changes()
    {
        await using var system = await CreateAsync();
        await system.ChangeAsync(new Random(1));
        using var source = system.Open();
        await source.PollAllAsync();
        await source.PollAllAsync();

        await AssertCompleteAsync(system);
    }

    [Fact]
    public async Task A_restarted_source_goes_on_where_it_was()
    {
        await using var system = await CreateAsync();
        for (var process = 0; process < 4; process++)
        {
            await system.ChangeAsync(new Random(process));
            using var source = system.Open();
            await source.PollAllAsync();
            await AssertCompleteAsync(system);
        }
    }

    [Fact]
    public async Task A_crash_between_the_last_record_and_the_commit_loses_nothing_and_repeats_nothing()
    {
        await using var system = await CreateAsync();
        await system.ChangeAsync(new Random(1));
        using (var crashed = system.Open())
        {
            crashed.BeforeCommit = () => throw new InvalidOperationException(Crash);
            await Assert.ThrowsAsync<InvalidOperationException>(crashed.PollAllAsync);
            Assert.Empty(system.Written());
        }

        using var source = system.Open();
        await source.PollAllAsync();

        await AssertCompleteAsync(system);
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_neither_lost_nor_made_twice()
    {
        await using var system = await CreateAsync();
        await system.ChangeAsync(new Random(1));
        using var source = system.Open();
        Kafka.Broker.AddHook(new RequestHook(ApiKey.EndTxn, RequestHookAction.DropAnswer));
        await source.PollAllAsync();
        await system.ChangeAsync(new Random(2));
        Kafka.Broker.AddHook(new RequestHook(ApiKey.Produce, RequestHookAction.DropAnswer));
        await source.PollAllAsync();

        await AssertCompleteAsync(system);
    }

    [Fact]
    public async Task A_second_instance_fences_the_first_which_stops_and_says_so()
    {
        await using var system = await CreateAsync();
        await system.ChangeAsync(new Random(1));
        using var first = system.Open();
        await first.PollAllAsync();
        using var second = system.Open();
        await second.PollAllAsync();
        await system.ChangeAsync(new Random(2));

        var stopped = await Assert.ThrowsAnyAsync<Exception>(() => first.RunAsync(CancellationToken.None).WaitAsync(Limit));
        await second.PollAllAsync();

        Assert.True(first.IsFenced(stopped), stopped.ToString());
        Assert.Equal("Fenced", first.State);
        await AssertCompleteAsync(system);
    }

    [Fact]
    public async Task A_system_that_does_not_answer_is_waited_for_and_read_on_from_the_same_place()
    {
        await using var system = await CreateAsync();
        await system.ChangeAsync(new Random(1));
        using var source = system.Open();
        using var stop = new CancellationTokenSource();
        var running = source.RunAsync(stop.Token);
        await UntilAsync(() => source.State == "Waiting", running);
        system.Break(broken: true);
        await UntilAsync(() => source.State == "BackingOff", running);
        await system.ChangeAsync(new Random(2));
        system.Break(broken: false);
        var latest = await system.LatestAsync();
        await UntilAsync(() => latest.All(system.Written().Contains), running);
        await stop.CancelAsync();
        await running.WaitAsync(Limit);

        Assert.Equal("Stopped", source.State);
        await AssertCompleteAsync(system);
    }

    [Fact]
    public async Task A_broker_that_is_gone_for_a_while_is_waited_for()
    {
        await using var system = await CreateAsync();
        await system.ChangeAsync(new Random(1));
        using var source = system.Open();
        await source.PollAllAsync();
        Task? polling = null;
        await Kafka.RestartAsync(async () =>
        {
            await system.ChangeAsync(new Random(2));
            polling = source.PollAllAsync();
        });
        await polling!.WaitAsync(Limit);

        await AssertCompleteAsync(system);
    }

    [Fact]
    public async Task Crashes_at_drawn_moments_lose_nothing_and_repeat_nothing()
    {
        var random = new Random(4711);
        await using var system = await CreateAsync();
        for (var process = 0; process < 12; process++)
        {
            await system.ChangeAsync(random);
            using var source = system.Open();
            var left = random.Next(4);
            source.BeforeCommit = () =>
            {
                if (left-- == 0)
                {
                    throw new InvalidOperationException(Crash);
                }
            };
            await PollUntilCrashAsync(source);
            if (random.Next(2) == 0)
            {
                await system.ChangeAsync(random);
                await PollUntilCrashAsync(source);
            }
        }

        using (var last = system.Open())
        {
            await last.PollAllAsync();
        }

        await AssertCompleteAsync(system);
    }

    private static async Task PollUntilCrashAsync(ISourceUnderTest source)
    {
        try
        {
            await source.PollAllAsync();
        }
        catch (InvalidOperationException e) when (e.Message == Crash)
        {
            // As if the process had died here: the next one opens a source of its own.
        }
    }

    private static async Task UntilAsync(Func<bool> condition, Task running)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.False(running.IsCompleted, running.Exception?.ToString() ?? "the source ended early");
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, "the condition did not come true in time");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private static async Task AssertCompleteAsync(ISourceFixture system)
    {
        var written = system.Written();
        Assert.Empty((await system.LatestAsync()).Except(written));
        Assert.Empty(written.GroupBy(w => w).Where(g => g.Count() > 1).Select(g => g.Key));
    }
}
