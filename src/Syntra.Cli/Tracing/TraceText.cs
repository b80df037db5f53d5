using System.Globalization;
using System.Text.Json;
using Syntra.Cli.Output;

namespace Syntra.Cli.Tracing;

/// <summary>A charge's life in words, one version after the other.</summary>
internal static class TraceText
{
    /// <summary>The lines.</summary>
    internal static IEnumerable<string> Of(ChargeTrace trace)
    {
        yield return $"charge {trace.Charge}{(trace.Asked is null ? "" : $", asked for by {trace.Asked}")}";
        foreach (string line in Now(trace.Now))
        {
            yield return line;
        }
        long[] versions = [.. trace.Versions.Select(v => v.SourceVersion).Concat(trace.Instructions.Select(i => i.SourceVersion)).Concat(trace.Reviews.Select(r => r.SourceVersion)).Distinct().Order()];
        foreach (long version in versions)
        {
            foreach (string line in Version(trace, version))
            {
                yield return line;
            }
        }
        foreach (var parked in trace.Parked)
        {
            yield return $"waited for {parked.Missing} ({parked.ReasonCode})  [{parked.Record}]";
        }
        if (trace.Cost is { } cost)
        {
            yield return Text($"read {cost.Records} of {cost.OfRecords} records{(cost.Indexed == 0 ? "" : Text($", and {cost.Indexed} new ones for the index"))}, in {cost.Seconds:0.00} s");
        }
    }

    private static IEnumerable<string> Now(ChargeNow? now)
    {
        if (now is null)
        {
            yield return "nothing of it has been worked on yet";
            yield break;
        }
        string reason = now.Missing ?? now.Reason ?? "";
        yield return Text($"now {Word(now.Status)}{(reason.Length > 0 ? $" ({reason})" : "")}: facility {now.Facility}, period {now.Period}, due {Columns.Amount(now.Amount)}, standing {Columns.Amount(now.Standing)}");
        yield return Text($"records: {now.Received} received = {now.Applied} applied + {now.ZeroDelta} zero-delta + {now.Stale} stale + {now.DeadLettered} dead-lettered + {now.Received - now.Applied - now.ZeroDelta - now.Stale - now.DeadLettered} open");
        foreach (var effect in now.Effects)
        {
            yield return $"  moved {Columns.Amount(effect.Amount)} on {effect.Account} in {effect.Period}";
        }
    }

    private static IEnumerable<string> Version(ChargeTrace trace, long version)
    {
        yield return version == long.MaxValue ? "deletion" : Text($"version {version}");
        foreach (var row in trace.Versions.Where(v => v.SourceVersion == version))
        {
            yield return Row(row);
            if (row.Revealed is { } ids)
            {
                yield return $"    revealed: charge {ids.Charge}, encounter {ids.Encounter ?? "-"}, person {ids.Patient ?? "-"}, offsets {ids.Offsets ?? "-"}, service {ids.ServiceAt ?? "-"}";
            }
        }
        foreach (var letter in trace.DeadLetters.Where(l => l.SourceVersion == version))
        {
            yield return $"  refused by {letter.Node}: {letter.ReasonCode}. {letter.Reason}  [{letter.Record}]";
        }
        foreach (string line in trace.Reviews.Where(r => r.SourceVersion == version).SelectMany(Review).Concat(trace.Instructions.Where(i => i.SourceVersion == version).SelectMany(Instruction)))
        {
            yield return line;
        }
    }

    private static string Row(TracedVersion row)
    {
        string what = row.Deleted ? "row deleted" : row.Purged ? "row purged (reverses nothing)"
            : $"row: amount {row.Amount ?? "-"} = {row.Quantity ?? "-"} x {row.UnitPrice ?? "-"}, code {row.ChargeCode ?? "-"}, department {row.Department ?? "-"}, facility {row.Facility ?? "-"}, flag {row.ProcessFlag ?? "-"}, {(row.Active ? "active" : "inactive")}";
        string links = string.Concat(Link("encounter", row.Encounter), Link("patient", row.Patient), Link("offsets", row.Offsets));
        return Text($"  {what}{links}; updated {row.UpdatedAt:yyyy-MM-dd HH:mm:ss}Z, read {row.ReadAt:yyyy-MM-dd HH:mm:ss}Z  [{row.Record}]");
    }

    private static string Link(string name, string? token) => token is null ? "" : $", {name} {token}";

    private static IEnumerable<string> Review(TracedReview review)
    {
        yield return $"  held as {review.ItemId}, {Word(review.Status)}: {review.Reason} {Columns.Amount(review.Before)} -> {Columns.Amount(review.After)}  [{review.Record}]";
        foreach (var decision in review.Decisions)
        {
            yield return Text($"    {decision.At:yyyy-MM-dd HH:mm:ss}Z {Word(decision.Decision)} by {decision.Who} as {decision.Role}: {Word(decision.Outcome)}");
        }
    }

    private static IEnumerable<string> Instruction(TracedInstruction instruction)
    {
        yield return $"  instruction {instruction.Key}, mapping {instruction.MappingVersion}  [{instruction.Record}]";
        var rows = instruction.Lines.Select(l => (string[])[
            "    " + l.Role, l.Account, l.Period, l.OriginalPeriod, l.AccountingDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), l.Rule, Columns.Amount(l.Debit), Columns.Amount(l.Credit), l.Key[..12]]);
        foreach (string line in Columns.Align([["    line", "account", "period", "original", "date", "rule", "debit", "credit", "key"], .. rows]))
        {
            yield return line;
        }
        if (instruction.Batch is { } batch)
        {
            string place = batch.FirstLine is { } first ? Text($", from line {first}") : "";
            yield return Text($"    batch {batch.BatchName}{place}, group {string.Join(", then ", batch.Groups)}: {Word(batch.State)}; document {batch.DocumentId ?? "-"}, load {batch.LoadRequest}, import {batch.ImportRequest}, post {batch.PostRequest}");
        }
        yield return instruction.Answer is { } answer
            ? Text($"    Fusion: {Word(answer.Outcome)}{(answer.ReasonCode is null ? "" : $" {answer.ReasonCode} {answer.Reason}")}, batch {answer.BatchName}, group {answer.GroupId}, {answer.At:yyyy-MM-dd HH:mm:ss}Z  [{answer.Record}]")
            : "    Fusion has not answered yet";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
