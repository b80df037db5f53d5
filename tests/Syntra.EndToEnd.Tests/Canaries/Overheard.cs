using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;

namespace Syntra.EndToEnd.Tests.Canaries;

/// <summary>Everything that any meter or activity source of this process says while it listens: names, tags, events, baggage.</summary>
internal sealed class Overheard : IDisposable
{
    private readonly MeterListener meters = new();
    private readonly ActivityListener activities;
    private readonly StringBuilder text = new();
    private readonly Lock gate = new();

    internal Overheard()
    {
        meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        meters.SetMeasurementEventCallback<long>((i, v, tags, _) => Note(i.Name, v, tags));
        meters.SetMeasurementEventCallback<int>((i, v, tags, _) => Note(i.Name, v, tags));
        meters.SetMeasurementEventCallback<double>((i, v, tags, _) => Note(i.Name, v, tags));
        meters.SetMeasurementEventCallback<float>((i, v, tags, _) => Note(i.Name, v, tags));
        meters.SetMeasurementEventCallback<decimal>((i, v, tags, _) => Note(i.Name, v, tags));
        meters.Start();
        activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(activities);
    }

    internal string Text
    {
        get
        {
            meters.RecordObservableInstruments();
            lock (gate)
            {
                return text.ToString();
            }
        }
    }

    public void Dispose()
    {
        meters.Dispose();
        activities.Dispose();
    }

    private void Note<T>(string name, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = new StringBuilder(name).Append(' ').Append(value);
        foreach (var (key, tag) in tags)
        {
            line.Append(' ').Append(key).Append('=').Append(tag);
        }
        Add(line.ToString());
    }

    private void Note(Activity activity)
    {
        string tags = string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"));
        string events = string.Join(' ', activity.Events.Select(e => e.Name + string.Join(' ', e.Tags.Select(t => $"{t.Key}={t.Value}"))));
        Add($"{activity.DisplayName} {activity.StatusDescription} {tags} {events} {string.Join(' ', activity.Baggage.Select(b => $"{b.Key}={b.Value}"))}");
    }

    private void Add(string line)
    {
        lock (gate)
        {
            text.AppendLine(line);
        }
    }
}
