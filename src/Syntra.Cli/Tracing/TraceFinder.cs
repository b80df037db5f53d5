using Syntra.Cli.Protection;
using Syntra.Contracts;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Cli.Tracing;

/// <summary>The charge that is meant, and what within it.</summary>
/// <param name="Tokens">Its token under every key version.</param>
/// <param name="Asked">What the question named within the charge.</param>
internal sealed record Traced(IReadOnlySet<string> Tokens, string? Asked);

/// <summary>Finds the charge that a question is about, from the front or backwards from a journal line.</summary>
internal sealed class TraceFinder(TenantProtection protection, TraceSources sources, CancellationToken cancellation)
{
    /// <summary>The charge.</summary>
    /// <exception cref="CommandException">There is none, or more than one.</exception>
    internal Traced Find(TraceQuestion question) => question switch
    {
        TraceQuestion.Id id => new Traced(protection.Tokens.AllVersions(TokenSpaces.Charge, id.ChargeItemId).Select(t => t.Value).ToHashSet(StringComparer.Ordinal), Asked: null),
        TraceQuestion.Token token => Charge(token.Text, asked: null),
        TraceQuestion.Key key => OfKey(key.Text),
        TraceQuestion.BatchLine batch => OfBatch(batch),
        _ => throw new InvalidOperationException("No such question."),
    };

    private Traced Charge(string token, string? asked) => new(
        Pseudonym.TryParse(token, out var pseudonym)
            ? protection.Bridge.Related(pseudonym).Select(t => t.Value).Append(token).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>(StringComparer.Ordinal) { token },
        asked);

    private Traced OfKey(string key)
    {
        var found = sources.Instructions(key, cancellation)
            .SelectMany(i => i.Lines.Where(l => l.Key.StartsWith(key, StringComparison.Ordinal)).Select(l => (i.RecordId, Asked: "line " + l.Key))
                .Concat(i.IdempotencyKey.StartsWith(key, StringComparison.Ordinal) ? [(i.RecordId, Asked: "instruction " + i.IdempotencyKey)] : []))
            .DistinctBy(f => f.Asked)
            .ToList();
        return found.Count switch
        {
            1 => Charge(found[0].RecordId, found[0].Asked),
            0 => throw new CommandException($"no journal line and no instruction of this tenant has the key {key}."),
            _ => throw new CommandException($"{found.Count} keys begin with {key}; give more of it."),
        };
    }

    private Traced OfBatch(TraceQuestion.BatchLine question)
    {
        var delivery = sources.Batches(question.Name, question.Group, cancellation);
        var found = delivery.Batches.Where(b => IsMeant(b, delivery, question)).ToList();
        if (found.Count != 1)
        {
            throw new CommandException(found.Count == 0
                ? "no such batch lies in the delivery topic any more; take REFERENCE21 or REFERENCE22 of the journal line instead."
                : $"{found.Count} batches have that name; give the group as well.");
        }
        var open = TraceBatches.Open(found[0], delivery.States.GetValueOrDefault(found[0].BatchId), question.Group);
        int lines = open.Sum(i => i.Lines.Count);
        if (question.Line is not { } line || line < 1 || line > lines)
        {
            throw new CommandException($"batch {found[0].BatchName} has {lines} lines in {open.Count} instructions; give one with --line 1 to {lines}.");
        }
        int rest = line;
        foreach (var instruction in open)
        {
            if (rest <= instruction.Lines.Count)
            {
                return Charge(instruction.RecordId, $"line {line} of {found[0].BatchName}: {instruction.Lines[rest - 1].Key}");
            }
            rest -= instruction.Lines.Count;
        }
        throw new InvalidOperationException("A line within the file belongs to an instruction.");
    }

    private static bool IsMeant(DeliveryBatch batch, TraceDelivery delivery, TraceQuestion.BatchLine question) =>
        (question.Name is null || batch.BatchName == question.Name || question.Name.StartsWith(batch.BatchName + " ", StringComparison.Ordinal))
        && (question.Group is not { } group || (delivery.States.GetValueOrDefault(batch.BatchId)?.Attempts.Any(a => a.GroupId == group) ?? false));
}
