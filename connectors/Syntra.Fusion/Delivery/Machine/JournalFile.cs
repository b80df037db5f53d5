using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Fbdi;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>The file of one attempt, and the way back from its lines to their instructions.</summary>
internal static class JournalFile
{
    public static string ZipName(BatchWork work) =>
        string.Create(CultureInfo.InvariantCulture, $"{work.Batch.BatchName}-{work.Status.Attempts.Count}.zip");

    public static byte[] Zip(BatchWork work, LedgerSettings ledger) =>
        FbdiZip.Pack(GlInterfaceCsv.FileName, GlInterfaceCsv.Write(ToGlBatch(work, ledger)));

    public static GlBatch ToGlBatch(BatchWork work, LedgerSettings ledger)
    {
        var batch = work.Batch;
        return new GlBatch(
            batch.BatchName,
            $"{batch.Facility} {batch.Period}",
            batch.BatchId,
            work.Group,
            batch.LedgerId,
            ledger.JournalSource,
            ledger.JournalCategory,
            batch.Currency,
            DateOnly.FromDateTime(batch.CreatedAt.UtcDateTime),
            [.. work.Open.SelectMany(Lines)]);
    }

    /// <summary>Record n of the loader's log is line n of the file.</summary>
    public static string? InstructionOfRecord(BatchWork work, int record)
    {
        foreach (var instruction in work.Open)
        {
            if (record <= instruction.Lines.Count)
            {
                return record > 0 ? instruction.IdempotencyKey : null;
            }

            record -= instruction.Lines.Count;
        }

        return null;
    }

    public static IEnumerable<GlLine> Lines(JournalInstruction instruction) => instruction.Lines.Select(line => new GlLine(
        line.Key,
        instruction.IdempotencyKey,
        instruction.RecordId,
        instruction.SourceVersion,
        line.OriginalPeriod,
        line.Role,
        instruction.MappingVersion,
        instruction.Facility,
        line.Period,
        line.AccountingDate,
        line.Segments,
        line.Debit,
        line.Credit,
        line.Rule));
}
