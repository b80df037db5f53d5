namespace Syntra.Fusion.Objects.Progress;

/// <summary>
/// Which offsets of one partition have their receipts: all before <see cref="Next"/>, and ranges behind it. Receipts come in any
/// order, so the ranges travel with the position. Pure; not thread-safe.
/// </summary>
internal sealed class OffsetLedger
{
    private readonly Dictionary<long, long> _endByStart = [];
    private readonly Dictionary<long, long> _startByEnd = [];
    private readonly long _restoredTo;
    private long _seen;

    public OffsetLedger(long next, ReadOnlySpan<byte> done = default)
    {
        Next = next;
        _seen = next - 1;
        foreach (var (start, end) in OffsetRuns.Decode(next, done))
        {
            Add(start, end);
            _restoredTo = end;
        }
    }

    /// <summary>First offset without a receipt.</summary>
    public long Next { get; private set; }

    /// <summary>Ranges with receipts behind <see cref="Next"/>.</summary>
    public int Ranges => _endByStart.Count;

    /// <summary>Notes that an offset was read. Offsets that were left out before it hold no record.</summary>
    /// <returns>False where the offset has its receipt from an earlier life.</returns>
    public bool See(long offset)
    {
        if (offset > _seen + 1)
        {
            Skip(_seen + 1, offset - 1);
        }

        _seen = Math.Max(_seen, offset);
        return offset >= Next && EndAround(offset) is null;
    }

    /// <summary>Notes that an offset has its receipt now; one that has it already changes nothing.</summary>
    public void Done(long offset)
    {
        if (offset >= Next && EndAround(offset) is null)
        {
            Add(offset, offset);
            Advance();
        }
    }

    public byte[] Encode()
    {
        // While a backlog drains there are thousands of ranges, and each commit writes them: plain numbers are sorted quickest.
        long[] starts = [.. _endByStart.Keys];
        Array.Sort(starts);
        return OffsetRuns.Encode(Next, starts.Select(start => (start, _endByStart[start])));
    }

    private void Skip(long from, long to)
    {
        for (var offset = Math.Max(from, Next); offset <= to;)
        {
            if (EndAround(offset) is { } end)
            {
                offset = end + 1;
                continue;
            }

            Add(offset, offset);
            offset++;
        }

        Advance();
    }

    private void Advance()
    {
        if (_endByStart.Remove(Next, out var end))
        {
            _startByEnd.Remove(end);
            Next = end + 1;
        }
    }

    // Within ranges of an earlier life an offset may lie anywhere, a transaction's marker too; behind them none is met twice, so a start will do.
    private long? EndAround(long offset)
    {
        if (_endByStart.TryGetValue(offset, out var end))
        {
            return end;
        }

        if (offset <= _restoredTo)
        {
            foreach (var (start, last) in _endByStart)
            {
                if (start <= offset && offset <= last)
                {
                    return last;
                }
            }
        }

        return null;
    }

    private void Add(long start, long end)
    {
        if (_startByEnd.Remove(start - 1, out var before))
        {
            _endByStart.Remove(before);
            start = before;
        }

        if (_endByStart.Remove(end + 1, out var after))
        {
            _startByEnd.Remove(after);
            end = after;
        }

        _endByStart[start] = end;
        _startByEnd[end] = start;
    }
}
