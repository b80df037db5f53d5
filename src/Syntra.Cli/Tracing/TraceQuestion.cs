using System.Globalization;

namespace Syntra.Cli.Tracing;

/// <summary>What somebody asks after.</summary>
internal abstract record TraceQuestion
{
    private const int KeyLength = Contracts.IdempotencyKey.Length;
    private const int LeastOfAKey = 12;

    private TraceQuestion()
    {
    }

    /// <summary>A charge, by the id in the source.</summary>
    internal sealed record Id(string ChargeItemId) : TraceQuestion;

    /// <summary>A charge, by its token.</summary>
    internal sealed record Token(string Text) : TraceQuestion;

    /// <summary>A journal line or an instruction, by its idempotency key or the beginning of it: REFERENCE21 and REFERENCE26 of the journal.</summary>
    internal sealed record Key(string Text) : TraceQuestion;

    /// <summary>A line of a batch's file.</summary>
    internal sealed record BatchLine(string? Name, long? Group, int? Line) : TraceQuestion;

    /// <summary>Reads it from what was typed.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    internal static TraceQuestion Of(string? id, string? batch, long? group, int? line)
    {
        bool byBatch = batch is not null || group is not null;
        if (id is null == !byBatch)
        {
            throw new CommandException("give either an id, or --batch or --group with --line.");
        }
        if (byBatch)
        {
            return new BatchLine(batch, group, line);
        }
        return id switch
        {
            _ when id!.All(char.IsAsciiDigit) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _) => new Id(id!),
            _ when Governance.Pseudonyms.Pseudonym.TryParse(id, out var token) => new Token(token.Value),
            _ when id!.Length is >= LeastOfAKey and <= KeyLength && id.All(char.IsAsciiHexDigitLower) => new Key(id!),
            _ => throw new CommandException($"'{id}' is no charge id, no token and no key of a journal line. A batch goes by --batch NAME, a group by --group ID."),
        };
    }
}
