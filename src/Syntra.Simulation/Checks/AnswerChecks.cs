using Syntra.Contracts;
using Syntra.Simulation.Fusion;
using Syntra.Simulation.Log;
using Syntra.Simulation.Runs;

namespace Syntra.Simulation.Checks;

/// <summary>
/// Whether the answers that the oracle takes as given are true, which only Fusion's own books can say: what was accepted is booked whole,
/// once; what was refused is not, and Fusion really had that against it; and every instruction was answered.
/// </summary>
internal static class AnswerChecks
{
    private const string PeriodNotOpen = "EP01";

    public static void Run(World world, Findings findings)
    {
        var booked = world.Fusion.Books.Batches.SelectMany(b => b.Lines).CountBy(l => l.InstructionKey, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var answers = Everything(world, world.Host.Topics.JournalReceipt).Select(world.Host.ReceiptOf).ToLookup(r => r.IdempotencyKey, StringComparer.Ordinal);
        foreach (var instruction in Everything(world, world.Host.Topics.Journal).Select(world.Host.InstructionOf))
        {
            var key = instruction.IdempotencyKey;
            var lines = booked.GetValueOrDefault(key);
            booked.Remove(key);
            if (!answers.Contains(key))
            {
                findings.Add($"record {instruction.RecordId}: instruction {key} was never answered");
            }

            foreach (var answer in answers[key])
            {
                var isAccepted = answer.Outcome == ReceiptOutcome.Accepted;
                findings.Expect(isAccepted ? instruction.Lines.Count : 0, lines, $"record {instruction.RecordId}: lines in the ledger of {answer.Outcome} instruction {key}");
                if (!isAccepted && !IsFusions(world.Fusion.Import, key, answer.ReasonCode!))
                {
                    findings.Add($"record {instruction.RecordId}: instruction {key} is said to be refused with {answer.ReasonCode}, which Fusion never said");
                }
            }
        }

        foreach (var key in booked.Keys)
        {
            findings.Add($"lines of instruction {key} are in the ledger, which never left");
        }
    }

    /// <summary>A closed period is the answer only where Fusion had nothing else against any line of the instruction in one run.</summary>
    private static bool IsFusions(FusionImport import, string key, string code) =>
        import.Refusals.Any(r => r.InstructionKey == key && (code == PeriodNotOpen ? r.Codes == code : r.Codes.Split(',').Contains(code)));

    private static IEnumerable<LogRecord> Everything(World world, string topic) =>
        Enumerable.Range(0, world.Broker.Partitions).SelectMany(p => world.Broker.Of(topic, p));
}
