using Confluent.Kafka;
using Syntra.Cli.Operating;

namespace Syntra.Cli.WhatIf;

/// <summary>
/// Finds where in a partition the rows begin that were read at some time or later. Rows lie in the order in which they were read; Kafka
/// knows the time at which the source changed them, which is never later, so that gives a place behind the wanted one to go back from.
/// </summary>
/// <param name="scan">Reads records.</param>
/// <param name="readAt">When a row was read.</param>
internal sealed class RowsSince(LogScan scan, Func<LogRecord, DateTimeOffset> readAt)
{
    // So few are read through rather than looked for.
    private const int Few = 64;

    /// <summary>A place before which every row was read earlier; the end where there is none.</summary>
    internal long In(string topic, int partition, DateTimeOffset since, CancellationToken cancellation)
    {
        if (scan.RangeOf(new TopicPartition(topic, partition)) is not { } range || range.High.Value <= range.Low.Value)
        {
            return 0;
        }
        long behind = scan.At(topic, partition, since) ?? range.High.Value;
        long known = range.Low.Value - 1;
        for (long step = 1, place = behind; place > range.Low.Value && known < range.Low.Value; step *= 2)
        {
            place = Math.Max(range.Low.Value, place - step);
            if (scan.First(topic, partition, place, cancellation) is { } row && row.Offset < behind)
            {
                (known, behind) = readAt(row) < since ? (row.Offset, behind) : (known, row.Offset);
            }
        }
        return Between(topic, partition, known + 1, behind, since, cancellation);
    }

    private long Between(string topic, int partition, long first, long behind, DateTimeOffset since, CancellationToken cancellation)
    {
        while (behind - first > Few)
        {
            long middle = first + (behind - first) / 2;
            var row = scan.First(topic, partition, middle, cancellation);
            if (row is null || row.Offset >= behind)
            {
                behind = middle;
            }
            else if (readAt(row) < since)
            {
                first = row.Offset + 1;
            }
            else
            {
                behind = middle;
            }
        }
        return first;
    }
}
