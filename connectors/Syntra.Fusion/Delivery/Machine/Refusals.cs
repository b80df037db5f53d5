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
        var owners = work.Open.SelectMany(i => i.Lines.Select(l => (Line: l, i.IdempotencyKey))).ToDictionary(p => p.Line.Key, StringComparer.Ordinal);
        return Distinct(
            from line in lines
            where owners.ContainsKey(line.LineKey)
            let owner = owners[line.LineKey]
            select Refused(owner.IdempotencyKey, CodeOf(line.Codes), $"{string.Join(',', line.Codes)}: {FusionText.Quote(line.Text, owner.Line.Segments)}"));
    }

    public static IReadOnlyList<RefusedInstruction> OfLoad(BatchWork work, IEnumerable<RejectedRecord> records) => Distinct(
        from record in records
        let owner = JournalFile.InstructionOfRecord(work, record.Record)
        where owner is not null
        select Refused(owner, record.Code, FusionText.Quote(record.Text, [record.Code])));

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
