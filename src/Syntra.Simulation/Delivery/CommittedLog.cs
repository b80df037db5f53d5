using Syntra.Contracts;
using Syntra.Fusion.Delivery.Log;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Log;

namespace Syntra.Simulation.Delivery;

/// <summary>The delivery's transactions on the broker: all of an entry or nothing, and a crash on either side of it where one is planned.</summary>
internal sealed class CommittedLog(MemoryLog broker, TopicNames topics, TimeProvider time, FormCounts counts, Func<LogMessage, byte[]?>? garble = null) : IDeliveryLog
{
    private int? _crashAfter;
    private bool _beforeCommit;
    private readonly string _delivery = topics.Delivery;

    /// <summary>The compacted delivery topic.</summary>
    public Dictionary<string, byte[]> Table { get; } = new(StringComparer.Ordinal);

    /// <summary>Dies at the commit after so many others, before or behind it.</summary>
    public void PlanCrash(int afterCommits, bool beforeCommit) => (_crashAfter, _beforeCommit) = (afterCommits, beforeCommit);

    public void CancelCrash() => _crashAfter = null;

    public Task CommitAsync(LogEntry entry, CancellationToken ct)
    {
        var dies = _crashAfter-- == 0;
        if (dies && _beforeCommit)
        {
            counts.Saw(Forms.CrashBeforeDeliveryCommit);
            throw new SimulatedCrashException();
        }

        foreach (var message in entry.Messages)
        {
            if (message.Topic != _delivery)
            {
                broker.Append(message.Topic, message.Key, garble is null ? message.Value : garble(message), time.GetUtcNow().ToUnixTimeMilliseconds());
            }
            else if (message.Value is null)
            {
                Table.Remove(message.Key);
            }
            else
            {
                Table[message.Key] = message.Value;
            }
        }

        if (dies)
        {
            counts.Saw(Forms.CrashAfterDeliveryCommit);
            throw new SimulatedCrashException();
        }

        return Task.CompletedTask;
    }
}
