using Syntra.Streams.Runtime;

namespace Syntra.Streams.State;

/// <summary>A store as it lives in a task: its description, its typed face and its bytes.</summary>
internal sealed record StoreInstance(StoreBuilder Builder, int Partition, IStateStore Face, IByteStore Bytes)
{
    public string Name => Builder.Name;
}

/// <summary>What a store needs to be made for one task.</summary>
internal sealed class StoreCreation(TaskContext context, Func<StoreBuilder, IByteStore> createBytes)
{
    public TaskContext Context { get; } = context;

    public IByteStore CreateBytes(StoreBuilder builder) => createBytes(builder);

    public ChangelogWriter? Changelog(StoreBuilder builder) =>
        builder.HasChangelog ? new ChangelogWriter(Naming.Changelog(Context.ApplicationId, builder.Name), Context) : null;
}
