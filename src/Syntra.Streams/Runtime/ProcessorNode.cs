using Syntra.Streams.Processors;

namespace Syntra.Streams.Runtime;

/// <summary>Carries a hand-written processor, and is its context.</summary>
internal sealed class ProcessorNode<TKeyIn, TValueIn, TKeyOut, TValueOut>(Func<IProcessor<TKeyIn, TValueIn, TKeyOut, TValueOut>> supplier)
    : Node<TKeyIn, TValueIn, TKeyOut, TValueOut>, IProcessorContext<TKeyOut, TValueOut>
{
    private IProcessor<TKeyIn, TValueIn, TKeyOut, TValueOut>? _processor;

    public string ApplicationId => Context.ApplicationId;

    public TaskId TaskId => Context.TaskId;

    public RecordMetadata? RecordMetadata =>
        Context.Topic is null ? null : new RecordMetadata(Context.Topic, Context.Partition, Context.Offset);

    public DateTimeOffset CurrentStreamTime => DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, Context.StreamTime));

    public DateTimeOffset CurrentSystemTime => Context.Time.GetUtcNow();

    public override void Init()
    {
        _processor = supplier() ?? throw new InvalidOperationException($"The supplier of processor {Name} returned null.");
        _processor.Init(this);
    }

    public override void Process(in Record<TKeyIn, TValueIn> record) => _processor!.Process(record);

    public override void Close() => _processor?.Close();

    public void Forward(Record<TKeyOut, TValueOut> record) => Forward(in record);

    public void Forward(Record<TKeyOut, TValueOut> record, string childName) => ForwardTo(in record, childName);

    public TStore GetStore<TStore>(string name)
        where TStore : class
    {
        var store = Task.FindStore(name, Stores) ?? throw new InvalidOperationException(
            $"Store {name} is not connected to processor {Name}: name it in Process(...), or make it a global table.");
        return store as TStore
            ?? throw new InvalidOperationException($"Store {name} is not a {typeof(TStore).Name} of these types; it is {store.GetType().Name}.");
    }

    public ICancellable Schedule(TimeSpan interval, PunctuationType type, Action<DateTimeOffset> callback) =>
        Context.Punctuations.Schedule(Name, interval, type, callback, Context.Time.GetUtcNow().ToUnixTimeMilliseconds());

    public void RequestCommit() => Context.CommitRequested = true;
}
