using Syntra.Streams.Errors;
using Syntra.Streams.Graph;
using Syntra.Streams.Processors;
using Syntra.Streams.State;

namespace Syntra.Streams.Runtime;

/// <summary>What tasks get from whoever runs them.</summary>
internal sealed class TaskServices
{
    public required StreamsConfig Config { get; init; }

    public required Topology Topology { get; init; }

    public required IRecordCollector Collector { get; init; }

    public required ErrorPolicy Errors { get; init; }

    public required IReadOnlyDictionary<string, IStateStore> Globals { get; init; }

    /// <summary>Makes the bytes of a store of a task.</summary>
    public required Func<TaskId, StoreBuilder, IByteStore> CreateBytes { get; init; }

    /// <summary>The real name of a topic of the topology: internal topics get the application id.</summary>
    public string ResolveTopic(string topic) =>
        Topology.Graph.Repartitions.ContainsKey(topic) ? Naming.Repartition(Config.ApplicationId, topic) : topic;
}

/// <summary>A failure of the machinery, not of a record: never offered to record handlers.</summary>
internal class EngineException(string message, Exception? cause = null) : Exception(message, cause);
