namespace Syntra.Fusion.Objects.Limits;

/// <summary>
/// How many calls go at the same time: grows while Fusion answers as fast as usual, shrinks by a tenth when it slows down, halves on
/// 429 and 503 (once for all the calls that were under way together, and once for an outage, however long) and then keeps away for as
/// long as Retry-After or the back-off says, and lets one call try whether Fusion is there again. After an outage it starts with few calls
/// and doubles with every round. Pure: time comes with the calls. Not thread-safe.
/// </summary>
internal sealed class AdaptiveLimit(AdaptiveLimitOptions options)
{
    /// <summary>So often in turn nobody was there: that says nothing about how many calls are too many.</summary>
    private const int AbsencesOfOutage = 3;

    private readonly LatencyBaseline _usual = new();
    private double _limit = options.Initial;
    private double _threshold = options.Maximum;
    private DateTimeOffset _cutAt = DateTimeOffset.MinValue;
    private int _strikes;
    private int _absences;

    /// <summary>Calls allowed at the same time, were none held back.</summary>
    public int Limit => (int)_limit;

    public int InFlight { get; private set; }

    /// <summary>No call before this moment.</summary>
    public DateTimeOffset ClosedUntil { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Whether Fusion has not answered since it turned us away.</summary>
    public bool IsProbing => _strikes > 0;

    public bool TryEnter(DateTimeOffset now)
    {
        if (now < ClosedUntil || InFlight >= (IsProbing ? 1 : Limit))
        {
            return false;
        }

        InFlight++;
        return true;
    }

    /// <summary>Gives a place back that was not used.</summary>
    public void Cancel() => InFlight--;

    /// <summary>No call before then, whatever the calls under way say.</summary>
    public void Close(DateTimeOffset until) => ClosedUntil = until > ClosedUntil ? until : ClosedUntil;

    public void Exit(LimitSample sample)
    {
        var wasBusy = 2 * InFlight >= Limit;
        InFlight--;
        switch (sample.Signal)
        {
            case LimitSignal.Answered:
                Return();
                Answered(sample, wasBusy);
                break;
            case LimitSignal.Slow:
                Cut(sample, 0.9);
                break;
            default:
                TurnedAway(sample);
                break;
        }
    }

    private void Answered(LimitSample sample, bool wasBusy)
    {
        var took = sample.EndedAt - sample.StartedAt;
        if (_usual.IsSlow(took, sample.Parts, options.SlowFactor, options.SlowMargin))
        {
            Cut(sample, 0.9);
        }
        else if (wasBusy)
        {
            // Up to where it was last cut it goes fast, beyond that it feels its way.
            _limit = Math.Min(options.Maximum, _limit + (_limit < _threshold ? 1 : 1 / _limit));
        }

        _usual.Add(took, sample.Parts);
    }

    private void TurnedAway(LimitSample sample)
    {
        if (Cut(sample, IsProbing ? 1 : 0.5))
        {
            _absences = sample.Signal == LimitSignal.Down ? _absences + 1 : 0;
            _strikes++;
        }
        else if (sample.RetryAfter is null)
        {
            return;
        }

        Close(sample.EndedAt + (sample.RetryAfter ?? BackOff.Longest(options.Pause, options.MaximumPause, _strikes)));
    }

    private void Return()
    {
        if (_absences >= AbsencesOfOutage)
        {
            _limit = options.Initial;
            _threshold = options.Maximum;
        }

        (_strikes, _absences) = (0, 0);
    }

    /// <summary>False for a call that was sent before the last cut: what it tells is known already.</summary>
    private bool Cut(LimitSample sample, double factor)
    {
        if (sample.StartedAt < _cutAt)
        {
            return false;
        }

        _cutAt = sample.EndedAt;
        _limit = Math.Max(options.Minimum, _limit * factor);
        _threshold = Math.Max(_limit, options.Minimum);
        return true;
    }
}
