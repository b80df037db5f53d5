using Syntra.Simulation.Coverage;
using Syntra.Simulation.Histories;
using Syntra.Simulation.Log;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Streams;

/// <summary>The stream application: instances, the partitions that each of them works on, crashes and moves.</summary>
internal sealed class StreamSide : IDisposable
{
    private readonly SimHost _host;
    private readonly MemoryLog _broker;
    private readonly FormCounts _counts;
    private readonly SimInstance[] _instances;
    private readonly SimPartition[] _partitions;
    private readonly int[] _owner;
    private readonly int _inputs;

    public StreamSide(SimHost host, MemoryLog broker, SimClock clock, FormCounts counts, int instances)
    {
        (_host, _broker, _counts) = (host, broker, counts);
        _inputs = host.Facts.Inputs.Count;
        _instances = [.. Enumerable.Range(0, instances).Select(_ => new SimInstance(host, broker))];
        _partitions = [.. Enumerable.Range(0, broker.Partitions).Select(p => new SimPartition(host, broker, host.Facts, clock, p))];
        _owner = [.. Enumerable.Range(0, broker.Partitions).Select(p => p % instances)];
        for (var p = 0; p < _partitions.Length; p++)
        {
            _partitions[p].Start(_instances[_owner[p]]);
        }
    }

    public IReadOnlyList<SimPartition> Partitions => _partitions;

    public int Instances => _instances.Length;

    /// <summary>Takes in up to so many records of a partition, topics in the order that chance gives.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Take(int partition, int most, Dice random)
    {
        var taken = false;
        for (var left = most; left > 0; left--)
        {
            var first = random.Next(_inputs);
            var found = false;
            for (var i = 0; i < _inputs && !found; i++)
            {
                var input = (first + i) % _inputs;
                if (_partitions[partition].Has(input))
                {
                    _partitions[partition].Take(input);
                    found = true;
                }
            }

            if (!found)
            {
                break;
            }

            taken = true;
        }

        return taken;
    }

    /// <summary>An instance reads on in its global tables.</summary>
    public bool Refresh(int instance, int topic, int most)
    {
        var any = false;
        while (most-- > 0 && _instances[instance].Catch(topic))
        {
            any = true;
        }

        return any;
    }

    /// <summary>An instance dies and is started again; its partitions go on from their last commits.</summary>
    public void Crash(int instance)
    {
        _counts.Saw(Forms.CrashOfStreams);
        _instances[instance] = new SimInstance(_host, _broker);
        for (var p = 0; p < _partitions.Length; p++)
        {
            if (_owner[p] == instance)
            {
                _counts.Saw(Forms.CrashOfStreamsInTransaction, _partitions[p].HasUncommitted ? 1 : 0);
                _partitions[p].Start(_instances[instance]);
            }
        }
    }

    /// <summary>A partition moves to another instance, with or without a last commit.</summary>
    public void Move(int partition, int instance, bool commit)
    {
        if (commit)
        {
            _partitions[partition].Commit();
        }

        _counts.Saw(Forms.PartitionMoved);
        _owner[partition] = instance;
        _partitions[partition].Start(_instances[instance]);
    }

    public void Dispose()
    {
        foreach (var partition in _partitions)
        {
            partition.Dispose();
        }
    }
}
