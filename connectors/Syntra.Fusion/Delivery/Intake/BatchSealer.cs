using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Syntra.Contracts;
using Syntra.Fusion.Delivery.Machine;
using Syntra.Fusion.Fbdi;

namespace Syntra.Fusion.Delivery.Intake;

/// <summary>What instructions of one batch have in common.</summary>
internal sealed record BatchGroup(string Ledger, string LedgerId, string Facility, string Period, string Currency)
{
    private const int MostNamedPeriods = 3;

    public static BatchGroup Of(JournalInstruction i, JournalDeliveryOptions options) =>
        new(i.Ledger, i.LedgerId, i.Facility, options.SplitByPeriod ? PeriodsOf([i]) : "", i.Currency);

    /// <summary>A reversal and its repost may lie in two periods; they are delivered, or refused, as one.</summary>
    public static string PeriodsOf(IEnumerable<JournalInstruction> instructions)
    {
        var periods = instructions.SelectMany(i => i.Lines).Select(l => l.Period).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return periods.Count > MostNamedPeriods
            ? string.Create(CultureInfo.InvariantCulture, $"{periods.Count} periods")
            : string.Join('+', periods);
    }
}

/// <summary>Cuts buffered instructions into batches. Pure: the same input at the same offsets gives the same batch ids.</summary>
internal static class BatchSealer
{
    private const int IdBytes = 10;

    public static IReadOnlyList<BatchWork> Seal(IReadOnlyList<BufferedInstruction> items, JournalDeliveryOptions options, DateTimeOffset now)
    {
        var batches = new List<BatchWork>();
        foreach (var group in items.GroupBy(i => BatchGroup.Of(i.Instruction, options)))
        {
            var part = new List<BufferedInstruction>();
            var bytes = 0;
            foreach (var item in group)
            {
                if (part.Count > 0 && (part.Count >= options.MaximumInstructions || bytes + item.Bytes > options.MaximumBatchBytes))
                {
                    batches.Add(ToBatch(group.Key, part, now));
                    part.Clear();
                    bytes = 0;
                }

                if (item.Instruction.Lines.Count == 0)
                {
                    throw new DeliveryStateException($"Instruction {item.Instruction.IdempotencyKey} has no lines; such an instruction must not leave the topology.");
                }

                // Checked before it is sealed: an instruction that does not balance must not become durable work.
                JournalBalance.Assert([.. JournalFile.Lines(item.Instruction)]);
                part.Add(item);
                bytes += item.Bytes;
            }

            batches.Add(ToBatch(group.Key, part, now));
        }

        return batches;
    }

    private static BatchWork ToBatch(BatchGroup group, IReadOnlyList<BufferedInstruction> items, DateTimeOffset now)
    {
        var id = IdOf(items);
        var name = "SYNTRA-" + id;
        var batch = new DeliveryBatch
        {
            BatchId = id,
            BatchName = name,
            FamilyName = name,
            Ledger = group.Ledger,
            LedgerId = group.LedgerId,
            Facility = group.Facility,
            Period = BatchGroup.PeriodsOf(items.Select(i => i.Instruction)),
            Currency = group.Currency,
            CreatedAt = now,
            Instructions = [.. items.Select(i => i.Instruction)],
        };
        return new BatchWork(batch, Attempts.First(id, now), unsure: true);
    }

    private static string IdOf(IReadOnlyList<BufferedInstruction> items)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in items.GroupBy(i => i.Partition).OrderBy(g => g.Key))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{part.Key}:{part.Min(i => i.Offset)}-{part.Max(i => i.Offset)};")));
        }

        foreach (var item in items)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{item.Instruction.IdempotencyKey.Length}:{item.Instruction.IdempotencyKey}")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, IdBytes));
    }
}
