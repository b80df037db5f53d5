using System.Diagnostics.Metrics;
using Syntra.Streams.Runtime;

namespace Syntra.Streams.Metrics;

/// <summary>
/// The meter "Syntra.Streams". Every figure is a counter that its own thread keeps anyway and that is read when somebody
/// asks, so measuring costs nothing per record.
/// </summary>
internal sealed class StreamsMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly StreamsRuntime _runtime;

    public StreamsMetrics(string applicationId, StreamsRuntime runtime)
    {
        _runtime = runtime;
        _meter = new Meter(new MeterOptions("Syntra.Streams") { Tags = [new("application.id", applicationId)] });
        _meter.CreateObservableGauge("syntra.streams.threads.running", () => runtime.Threads.Count(t => t.State == StreamThreadState.Running), "{thread}", "Stream threads that process.");
        _meter.CreateObservableCounter("syntra.streams.restore.records", () => runtime.Restorer.RestoredRecords, "{record}", "Changelog records applied, standbys included.");
        _meter.CreateObservableCounter("syntra.streams.global.records", () => runtime.GlobalRecords, "{record}", "Records applied to global tables.");
        _meter.CreateObservableCounter("syntra.streams.global.records.skipped", () => runtime.GlobalSkipped, "{record}", "Records of global tables that a handler left out or dead-lettered.");
        ThreadCounter("syntra.streams.thread.records", "Records processed.", t => t.Processed);
        ThreadCounter("syntra.streams.thread.commits", "Commits begun.", t => t.Commits);
        ThreadCounter("syntra.streams.thread.recoveries", "Times that the tasks started again from what was committed.", t => t.Recoveries);
        TaskCounter("syntra.streams.task.records", "Records processed.", t => t.Processed);
        TaskCounter("syntra.streams.task.records.dropped", "Records that a step ignored: no key, too late, out of date.", t => t.DroppedRecords);
        TaskCounter("syntra.streams.task.records.skipped", "Records that a handler left out or dead-lettered.", t => t.SkippedRecords);
        _meter.CreateObservableGauge("syntra.streams.task.records.queued", QueuedRecords, "{record}", "Records polled and not yet processed.");
        _meter.CreateObservableCounter("syntra.streams.node.records", NodeRecords, "{record}", "Records that a node took in.");
        _meter.CreateObservableGauge("syntra.streams.store.entries", StoreEntries, "{entry}", "Entries of a store in memory.");
    }

    public void Dispose() => _meter.Dispose();

    private void ThreadCounter(string name, string description, Func<StreamThread, long> value) => _meter.CreateObservableCounter(
        name, () => _runtime.Threads.Select(t => new Measurement<long>(value(t), Tag("thread", t.Name))), description: description);

    private void TaskCounter(string name, string description, Func<StreamTask, long> value) => _meter.CreateObservableCounter(
        name, () => _runtime.RunningTasks.Select(t => new Measurement<long>(value(t), Tag("task", t.Id.ToString()))), description: description);

    private IEnumerable<Measurement<long>> QueuedRecords() =>
        _runtime.RunningTasks.Select(t => new Measurement<long>(t.Queues.Sum(q => (long)q.Count), Tag("task", t.Id.ToString())));

    private IEnumerable<Measurement<long>> NodeRecords() => _runtime.RunningTasks.SelectMany(
        t => t.NodeCounts().Select(n => new Measurement<long>(n.Records, Tag("task", t.Id.ToString()), Tag("node", n.Node))));

    private IEnumerable<Measurement<long>> StoreEntries() => _runtime.RunningTasks.SelectMany(
        t => t.StoresInMemory().Select(s => new Measurement<long>(s.Bytes.Count, Tag("task", t.Id.ToString()), Tag("store", s.Name))));

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);
}
