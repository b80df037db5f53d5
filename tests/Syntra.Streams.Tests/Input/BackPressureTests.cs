using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Streams.Dsl;
using Syntra.Streams.Errors;
using Syntra.Streams.Processors;
using Syntra.Streams.Runtime;
using Syntra.Streams.Serialization;
using Syntra.Streams.State;

namespace Syntra.Streams.Tests.Input;

public sealed class BackPressureTests
{
    private const int Limit = 10;
    private static readonly PartitionId Partition = new("in", 0);

    [Fact]
    public void A_partition_is_paused_when_its_queue_is_full_and_resumed_when_half_of_it_is_worked_off()
    {
        var consumer = new Watched();
        var config = new StreamsConfig { ApplicationId = "app" };
        var builder = new StreamsBuilder();
        builder.Stream("in", Consumed.With(Serdes.String, Serdes.String)).To("out", Produced.With(Serdes.String, Serdes.String));
        var services = new TaskServices
        {
            Config = config, Topology = builder.Build(), Collector = new Nowhere(), Errors = new ErrorPolicy(config),
            Globals = new Dictionary<string, IStateStore>(), CreateBytes = (_, _) => new MemoryByteStore(),
        };

        // Without stores there is nothing to restore and nothing to shelve.
        var tasks = new TaskManager(services, restorer: null!, shelf: null!, NullLogger.Instance);
        var gate = new InputGate(tasks, consumer, Limit);
        gate.Assigned([Partition], tasks.Assign([Partition]));
        gate.ApplyPending();
        consumer.Calls.Clear();

        Fill(gate, 0, Limit - 1);
        gate.BackPressure();
        Assert.Empty(consumer.Calls);
        Fill(gate, Limit - 1, 1);
        gate.BackPressure();
        gate.BackPressure();
        Assert.Equal(["pause in/0"], consumer.Calls);
        tasks.Running[0].Process((Limit / 2) - 1);
        gate.BackPressure();
        Assert.Equal(["pause in/0"], consumer.Calls);
        tasks.Running[0].Process(1);
        gate.BackPressure();
        Assert.Equal(["pause in/0", "resume in/0"], consumer.Calls);
    }

    [Fact]
    public void A_batch_ends_where_an_input_runs_empty_before_its_end_and_goes_on_when_more_of_it_or_its_end_has_come()
    {
        var config = new StreamsConfig { ApplicationId = "app" };
        var builder = new StreamsBuilder();
        var text = Consumed.With(Serdes.String, Serdes.String);
        builder.Stream("a", text).Merge(builder.Stream("b", text)).To("out", Produced.With(Serdes.String, Serdes.String));
        var services = new TaskServices
        {
            Config = config, Topology = builder.Build(), Collector = new Nowhere(), Errors = new ErrorPolicy(config),
            Globals = new Dictionary<string, IStateStore>(), CreateBytes = (_, _) => new MemoryByteStore(),
        };
        var tasks = new TaskManager(services, restorer: null!, shelf: null!, NullLogger.Instance);
        var gate = new InputGate(tasks, new Watched(), Limit);
        PartitionId[] both = [new("a", 0), new("b", 0)];
        gate.Assigned(both, tasks.Assign(both));
        var task = tasks.Running[0];
        void Add(string topic, long time) => gate.Accept(topic, 0, new RawRecord("k"u8.ToArray(), "v"u8.ToArray(), time, time, null));

        // The third record of a would be older than what b holds.
        Add("a", 1);
        Add("a", 2);
        Add("b", 10);
        Add("b", 11);
        Assert.Equal(2, task.Process(100, inOrder: true));
        Assert.True(task.ShouldWaitForInput());
        Add("a", 3);
        Assert.Equal(1, task.Process(100, inOrder: true));
        gate.End("a", 0, 4);
        Assert.False(task.ShouldWaitForInput());
        Assert.Equal(2, task.Process(100, inOrder: true));
    }

    private static void Fill(InputGate gate, int from, int count)
    {
        for (var offset = from; offset < from + count; offset++)
        {
            var record = new RawRecord("k"u8.ToArray(), "v"u8.ToArray(), offset, offset, null);
            gate.Accept("in", 0, in record);
        }
    }

    private sealed class Nowhere : IRecordCollector
    {
        public void Send(string topic, int partition, byte[]? key, byte[]? value, long timestamp, Headers? headers)
        {
        }

        public int PartitionCount(string topic) => 1;
    }

    private sealed class Watched : IStreamConsumer
    {
        public List<string> Calls { get; } = [];

        public object GroupMetadata => this;

        public void Subscribe(IReadOnlyList<string> topics, IAssignmentListener listener) => throw new NotSupportedException();

        public int Poll(int timeoutMs, int max, IRecordSink sink) => throw new NotSupportedException();

        public void Pause(IReadOnlyCollection<PartitionId> partitions) => Calls.AddRange(partitions.Select(p => $"pause {p.Topic}/{p.Partition}"));

        public void Resume(IReadOnlyCollection<PartitionId> partitions) => Calls.AddRange(partitions.Select(p => $"resume {p.Topic}/{p.Partition}"));

        public void Reposition(IReadOnlyDictionary<PartitionId, long?> positions) => throw new NotSupportedException();

        public void Commit(IReadOnlyCollection<PartitionOffset> offsets) => throw new NotSupportedException();

        public void Rejoin() => throw new NotSupportedException();

        public void Close()
        {
        }

        public void Dispose()
        {
        }
    }
}
