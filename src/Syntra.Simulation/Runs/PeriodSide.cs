using Syntra.Contracts;
using Syntra.Fusion.Periods;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Fusion;
using Syntra.Simulation.Log;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Runs;

/// <summary>
/// The period publisher: the product's reading of Fusion's rows and its rule of what is news, against the calendars in the topic. It dies
/// between reading and publishing, publishes twice, and now and then one that was thought dead puts an old reading down over a newer one.
/// </summary>
internal sealed class PeriodSide(SimHost host, MemoryLog broker, FusionModel fusion, SimClock clock, FormCounts counts)
{
    private readonly Dictionary<string, LedgerCalendar> _memory = new(StringComparer.Ordinal);
    private readonly string _topic = host.Topics.Calendar;
    private List<LedgerCalendar> _late = [];
    private (int Changes, int Records) _seen;

    /// <summary>A round; true where anything was published.</summary>
    public bool Round()
    {
        if (_seen == Now())
        {
            // Neither Fusion nor the topic has changed, so nothing would be news.
            return false;
        }

        var any = false;
        foreach (var calendar in Read())
        {
            var known = host.Mutation.CalendarsByMemory ? _memory.GetValueOrDefault(calendar.Ledger) : Last(calendar.Ledger);
            if (CalendarReading.IsNews(known, calendar))
            {
                Publish(calendar);
                any = true;
            }
        }

        _seen = Now();
        return any;
    }

    /// <summary>What befalls the publisher.</summary>
    public void Misfortune(int which)
    {
        switch (which)
        {
            case 0:
                // Dies between reading and publishing, and is started again, which reads anew.
                counts.Saw(Forms.CrashOfPeriodPublisher);
                _memory.Clear();
                _seen = default;
                break;
            case 1:
                counts.Saw(Forms.PeriodsPublishedTwice);
                foreach (var calendar in Read())
                {
                    Publish(calendar);
                    Publish(calendar);
                }

                break;
            default:
                // Has read, and hangs; another one takes over.
                PublishLate();
                _late = Read();
                break;
        }
    }

    /// <summary>The one that hung goes on: what it had read goes into the topic, whatever is there by now.</summary>
    public void PublishLate()
    {
        foreach (var calendar in _late)
        {
            counts.Saw(Forms.PeriodsPublishedLate, Last(calendar.Ledger) is { } last && CalendarReading.IsNews(last, calendar) ? 1 : 0);
            Append(calendar);
        }

        _late = [];
    }

    /// <summary>The calendar of a ledger in the topic.</summary>
    public LedgerCalendar? Last(string ledger) => (LedgerCalendar?)broker.Of(_topic, 0).FindLast(r => r.Key == ledger)?.Typed;

    private (int Changes, int Records) Now() => (fusion.Books.PeriodChanges, broker.Of(_topic, 0).Count);

    private List<LedgerCalendar> Read() => [.. Hospital.Ledgers.Select(l => CalendarReading.From(l.Name, fusion.Books.Periods(l), clock.GetUtcNow())!)];

    private void Publish(LedgerCalendar calendar)
    {
        _memory[calendar.Ledger] = calendar;
        Append(calendar);
    }

    private void Append(LedgerCalendar calendar) =>
        broker.Append(_topic, 0, calendar.Ledger, host.Bytes(host.Serdes.Calendar, _topic, calendar.Ledger, calendar), calendar);
}
