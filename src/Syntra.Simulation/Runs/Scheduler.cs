using Syntra.Simulation.Delivery;
using Syntra.Simulation.Histories;

namespace Syntra.Simulation.Runs;

/// <summary>Who runs next, by chance: each step is one that some part could take at that moment.</summary>
internal sealed class Scheduler(World world)
{
    private const int TurnsOfDelivery = 6;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    public void Run(Dice random, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Step(random);
        }
    }

    /// <summary>Runs everything until nothing moves any more, with all faults over.</summary>
    /// <returns>False where it does not come to rest.</returns>
    public bool Drain(Dice random)
    {
        const int longest = 400;
        world.Fusion.ClearFaults();
        world.Delivery.Log.CancelCrash();
        world.Poller.CancelCrash();
        world.Periods.PublishLate();
        world.Tables.Commit();
        while (world.Source.Delayed.Count > 0)
        {
            world.Writer.DeliverLate(random);
        }

        var quiet = 0;
        for (var round = 0; round < longest && quiet < 2; round++)
        {
            if (round % 50 == 49)
            {
                OpenForUnposted();
            }

            quiet = Round(random) ? 0 : quiet + 1;
        }

        return quiet >= 2;
    }

    private void Step(Dice random)
    {
        var partition = random.Next(world.Broker.Partitions);
        switch (random.Next(100))
        {
            case < 30:
                world.Streams.Take(partition, 1 + random.Next(4), random);
                break;
            case < 48:
                world.Streams.Partitions[partition].Commit();
                break;
            case < 54:
                world.Streams.Refresh(random.Next(world.Streams.Instances), random.Next(2), 1 + random.Next(3));
                break;
            case < 58:
                world.Clock.Advance(LookInterval);
                world.Streams.Partitions[partition].Look();
                break;
            case < 68:
                world.Delivery.Read(partition);
                break;
            case < 73:
                Guarded(world.Delivery.Seal);
                break;
            case < 90:
                var which = random.Next(1024);
                Guarded(() => Steps(which, 3));
                break;
            case < 95:
                world.Fusion.Advance();
                break;
            case < 97:
                world.Poller.Poll();
                break;
            default:
                world.Periods.Round();
                break;
        }
    }

    private bool Round(Dice random)
    {
        var moved = world.Periods.Round() | world.Poller.Poll();
        for (var i = 0; i < world.Streams.Instances; i++)
        {
            moved |= world.Streams.Refresh(i, 0, int.MaxValue) | world.Streams.Refresh(i, 1, int.MaxValue);
        }

        world.Clock.Advance(LookInterval);
        for (var p = 0; p < world.Broker.Partitions; p++)
        {
            moved |= world.Streams.Take(p, int.MaxValue, random);
            world.Streams.Partitions[p].Look();
            world.Streams.Partitions[p].Commit();
            moved |= world.Delivery.Read(p);
        }

        moved |= world.Delivery.HasInput || world.Delivery.HasBuffered || world.Delivery.Unfinished > 0;
        world.Delivery.Seal();
        for (var turn = 0; turn < TurnsOfDelivery; turn++)
        {
            for (var i = world.Delivery.Unfinished - 1; i >= 0; i--)
            {
                Steps(i, 4);
            }

            world.Fusion.Advance();
        }

        return moved;
    }

    private void Steps(int which, int times)
    {
        for (var i = 0; i < times; i++)
        {
            world.Delivery.Step(which);
        }
    }

    /// <summary>The process dies in the middle of a commit and is started again.</summary>
    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (SimulatedCrashException)
        {
            world.Delivery.Restart();
        }
    }

    /// <summary>Somebody opens the periods whose journals were imported, but not posted before the close.</summary>
    private void OpenForUnposted()
    {
        foreach (var batch in world.Fusion.Books.Batches.Where(b => !b.Posted))
        {
            world.Fusion.Books.Open(batch.LedgerId, batch.Period);
        }
    }
}
