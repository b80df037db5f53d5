using Syntra.Simulation.Coverage;
using Syntra.Simulation.Fusion;
using Syntra.Simulation.Histories;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Runs;

/// <summary>What finance, operators and misfortune do.</summary>
internal sealed class MachineActions(World world, Scheduler scheduler)
{
    private FusionBooks Books => world.Fusion.Books;

    public void Do(EventKind kind, Dice random)
    {
        var ledger = Hospital.Ledgers[random.Next(Hospital.Ledgers.Count)];
        switch (kind)
        {
            case EventKind.ClosePeriod or EventKind.ClosePeriodForGood:
                Close(ledger, kind == EventKind.ClosePeriod ? "C" : "P", random);
                break;
            case EventKind.ReopenPeriod:
                Switch(ledger, from: "C", last: true, period => Open(ledger, period, Forms.PeriodReopened));
                break;
            case EventKind.OpenNextPeriod:
                Switch(ledger, from: "F", last: false, period => Open(ledger, period, Forms.PeriodOpened));
                break;
            case EventKind.PublishLateRow:
                world.Counts.Saw(Forms.LateRow);
                world.Publish(Hospital.LateRows[random.Next(Hospital.LateRows.Count)]);
                break;
            case EventKind.ChangeCrosswalk:
                ChangeCrosswalk(random);
                break;
            case EventKind.Decide:
                world.Desk.Decide(random, world.Clock.GetUtcNow());
                break;
            case EventKind.Redrive when world.Source.Charges.Count > 0:
                var refused = world.Fusion.Import.RefusedRecords;
                var charge = refused.Count > 0 && random.Next(2) == 0
                    ? world.Source.ChargeOf(refused[random.Next(refused.Count)])!
                    : world.Source.Charges[random.Next(world.Source.Charges.Count)];
                world.Desk.Redrive(charge.Row.Id, charge.Row.Version, random, world.Clock.GetUtcNow());
                break;
            default:
                Misfortune(kind, random);
                break;
        }
    }

    private void Misfortune(EventKind kind, Dice random)
    {
        switch (kind)
        {
            case EventKind.RepeatReceipt:
                RepeatReceipt(random);
                break;
            case EventKind.CrashStreams:
                world.Streams.Crash(random.Next(world.Streams.Instances));
                break;
            case EventKind.MovePartition:
                world.Streams.Move(random.Next(world.Broker.Partitions), random.Next(world.Streams.Instances), commit: random.Next(2) == 0);
                break;
            case EventKind.CrashDelivery:
                world.Delivery.Restart();
                break;
            case EventKind.CrashDeliveryInCommit:
                world.Delivery.Log.PlanCrash(random.Next(6), beforeCommit: random.Next(2) == 0);
                break;
            case EventKind.CrashSource:
                world.Poller.Crash(random.Next(3));
                break;
            case EventKind.CrashPeriodPublisher:
                world.Periods.Misfortune(random.Next(4));
                break;
            case EventKind.FusionFault:
                world.Fusion.Plan((FusionFault)random.Next(Enum.GetValues<FusionFault>().Length), 1 + random.Next(2));
                break;
            case EventKind.LongWait:
                scheduler.Run(random, 40);
                break;
        }
    }

    private void Open(SimLedger ledger, string period, string form)
    {
        world.Counts.Saw(form);
        Books.Open(ledger.Id, period);
    }

    /// <summary>The earliest open period closes; usually finance has the journals in it posted before.</summary>
    private void Close(SimLedger ledger, string status, Dice random) => Switch(ledger, from: "O", last: false, period =>
    {
        if (random.Next(5) > 0)
        {
            foreach (var batch in Books.Batches.Where(b => !b.Posted && b.LedgerId == ledger.Id && b.Period == period))
            {
                Books.Post(batch);
            }
        }

        world.Counts.Saw(status == "C" ? Forms.PeriodClosed : Forms.PeriodClosedForGood);
        Books.Close(ledger.Id, period, status);
    });

    private void Switch(SimLedger ledger, string from, bool last, Action<string> change)
    {
        var found = ledger.Periods.Where(p => !p.Adjustment && Books.StatusOf(ledger.Id, p.Name) == from).OrderBy(p => p.Start).ToList();
        if (found.Count > 0)
        {
            change((last ? found[^1] : found[0]).Name);
        }
    }

    private void ChangeCrosswalk(Dice random)
    {
        world.Counts.Saw(Forms.CrosswalkChange);
        var account = (44100 + random.Next(20)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        world.Publish(random.Next(2) == 0
            ? Hospital.ChargeCode(Hospital.Codes[1 + random.Next(Hospital.Codes.Count - 1)], account)
            : Hospital.Department(Hospital.Departments[random.Next(Hospital.Departments.Count)], "30" + account[^2..]));
    }

    private void RepeatReceipt(Dice random)
    {
        var receipts = world.Broker.Of(world.Host.Topics.JournalReceipt, random.Next(world.Broker.Partitions));
        if (receipts.Count > 0)
        {
            receipts.Add(receipts[random.Next(receipts.Count)]);
        }
    }
}
