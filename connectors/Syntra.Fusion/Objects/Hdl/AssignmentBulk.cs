using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Hdl;

/// <summary>
/// Assignments by HCM Data Loader. A MERGE line says a row from its first day to the end of time and so takes later rows away, and one bad line of a worker costs all
/// of that worker's lines: so a file holds one line a worker, and only where nothing later stands or later changes are to go. The rest goes by REST, which reads
/// and writes each row. Assignments were made by others and are named by their user key; messages name lines by number.
/// </summary>
internal sealed class AssignmentBulk(ObjectCalls calls, FusionClient client, ObjectSettings settings) : HdlRoute(calls)
{
    private const int FirstDataLine = 2;

    public override ObjectKind Kind => ObjectKind.WorkerAssignment;

    /// <summary>Ends and withdrawals need to know what stood before.</summary>
    public override bool Takes(ObjectInstruction instruction) => instruction.Assignment is null || instruction is { Operation: ObjectOperation.Upsert, EffectiveDate: not null };

    public override ValueTask<BulkRow> ReadAsync(ObjectInstruction instruction, CancellationToken ct) => instruction.Assignment is null
        ? throw new ObjectRefusedException(ObjectErrorClass.Poison, ReasonCodes.NoPayload, null)
        : ValueTask.FromResult(new BulkRow(instruction));

    public override async Task<IReadOnlySet<string>> BesideAsync(IReadOnlyList<ObjectInstruction> instructions, CancellationToken ct)
    {
        var named = instructions.Where(i => i.Assignment is not null).ToList();
        if (named.Count == 0)
        {
            return new HashSet<string>(StringComparer.Ordinal);
        }

        var rows = await RowsAsync(named.Select(i => i.Assignment!.AssignmentNumber).Distinct(StringComparer.Ordinal), ct);
        var newest = named.GroupBy(i => i.Assignment!.PersonNumber, StringComparer.Ordinal).Select(g => g.MaxBy(i => i.SourceVersion)!).ToHashSet();
        return named.Where(i => !newest.Contains(i) || !FileSaysAll(i, [.. rows[i.Assignment!.AssignmentNumber]])).Select(i => i.IdempotencyKey).ToHashSet(StringComparer.Ordinal);
    }

    protected override (string File, string Text) Write(IReadOnlyList<ObjectInstruction> instructions) => (WorkerFiles.WorkerFile, WorkerFiles.AssignmentLines(instructions));

    // The lines stand in the order of the members, behind one METADATA line.
    protected override string? OfLine(BulkBatch batch, long? line) =>
        line - FirstDataLine is { } index and >= 0 && index < batch.Members.Count ? batch.Members[(int)index].ObjectKey : null;

    protected override ObjectResult Refused(string text) => text.Contains("AssignmentNumber", StringComparison.Ordinal)
        ? new ObjectResult.Refused(ObjectErrorClass.Parked, ReasonCodes.AssignmentNotThere, null)
        : base.Refused(text);

    // What is not there (yet), begins later, or has later rows that stay is for REST.
    private static bool FileSaysAll(ObjectInstruction instruction, IReadOnlyList<DateOnly> starts) =>
        starts.Any(s => s <= instruction.EffectiveDate) && (instruction.LaterChanges == LaterChanges.Replace || !starts.Any(s => s > instruction.EffectiveDate));

    private async Task<ILookup<string, DateOnly>> RowsAsync(IEnumerable<string> assignments, CancellationToken ct)
    {
        var answer = await client.RunReportAsync(settings.AssignmentsReport, [("p_assignment_numbers", string.Join(',', assignments))], ct);
        return answer.Where(r => r.Length >= 2).ToLookup(r => r[0], r => DateOnly.ParseExact(r[1], "yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
