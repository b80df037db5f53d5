using Syntra.Contracts;
using Syntra.Fusion.Reports;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>From the lines that Fusion named to the instructions that own them: an instruction is refused as a whole.</summary>
internal static class Refusals
{
    private const string PeriodNotOpen = "EP01";
    private const int ReasonLength = 400;

    public static IReadOnlyList<RefusedInstruction> OfImport(BatchWork work, IEnumerable<RejectedLine> lines)
    {
        var owners = work.Open.SelectMany(i => i.Lines.Select(l => (l.Key, i.IdempotencyKey))).ToDictionary(p => p.Key, p => p.IdempotencyKey, StringComparer.Ordinal);
        return Distinct(lines.Where(l => owners.ContainsKey(l.LineKey))
            .Select(l => Refused(owners[l.LineKey], CodeOf(l.Codes), $"{string.Join(',', l.Codes)}: {l.Text}")));
    }

    public static IReadOnlyList<RefusedInstruction> OfLoad(BatchWork work, IEnumerable<RejectedRecord> records) => Distinct(
        from record in records
        let owner = JournalFile.InstructionOfRecord(work, record.Record)
        where owner is not null
        select Refused(owner, record.Code, record.Text));

    public static RefusedInstruction Refused(string instruction, string code, string reason) => new()
    {
        IdempotencyKey = instruction,
        Code = code,
        Reason = reason.Length > ReasonLength ? reason[..ReasonLength] : reason,
    };

    /// <summary>The closed period counts only where it is all that is wrong: then, and only then, another period helps.</summary>
    private static string CodeOf(IReadOnlyList<string> codes) => codes.FirstOrDefault(c => c != PeriodNotOpen) ?? codes[0];

    private static IReadOnlyList<RefusedInstruction> Distinct(IEnumerable<RefusedInstruction> refused) =>
        [.. refused.GroupBy(r => r.IdempotencyKey, StringComparer.Ordinal).Select(g => g.FirstOrDefault(r => r.Code != PeriodNotOpen) ?? g.First())];
}
