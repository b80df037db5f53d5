using System.Buffers;
using System.Globalization;
using System.Text;
using Syntra.Governance.Modes.Json;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Modes.Rules;

/// <summary>The changed form of one value, as UTF-8. The only place where it is made, for JSON records and typed ones alike.</summary>
internal static class TextChange
{
    /// <summary>Bytes of the longest changed form.</summary>
    public const int MaxLength = 128;

    private const int PooledAge = 90;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Writes the changed form and says its length; 0 where it has none and goes.</summary>
    /// <param name="policy">With what.</param>
    /// <param name="node">The field.</param>
    /// <param name="context">What must be known besides.</param>
    /// <param name="offset">The patient's days, once they have been asked for; null before.</param>
    /// <param name="text">The value.</param>
    /// <param name="changed">Takes the form; <see cref="MaxLength"/> bytes.</param>
    /// <exception cref="PseudonymException">An identifier has no token, or a date no known patient.</exception>
    public static int Apply(PhiPolicy policy, FieldNode node, in PhiContext context, ref int? offset, ReadOnlySpan<byte> text, Span<byte> changed) => node.Action switch
    {
        FieldAction.Token => Token(policy, text, node, changed),
        FieldAction.Year => Year(text, changed),
        FieldAction.BirthYear => BirthYear(text, context, changed),
        FieldAction.ShiftDate => Shifted(policy, text, context, ref offset, changed),
        FieldAction.Zip3 => Zip3(policy, text, context, changed),
        FieldAction.PoolAge => Age(text, changed),
        _ => throw new InvalidOperationException($"{node.Action} changes no value."),
    };

    private static int Token(PhiPolicy policy, ReadOnlySpan<byte> text, FieldNode node, Span<byte> changed)
    {
        var kept = 0;
        if (node.Rule!.IsReference)
        {
            kept = text.IndexOf((byte)'/') + 1;
            if (kept is < 2 or > 64 || text[..(kept - 1)].IndexOfAnyExcept(Letters) >= 0 || text[kept..].IndexOfAny("/?:"u8) >= 0)
            {
                // Not "Type/id": conditional, absolute and logical references hold more than an id.
                return 0;
            }

            text[..kept].CopyTo(changed);
        }

        if (node.Bound is { } bound)
        {
            return kept + bound.Tokenise(text[kept..], changed[kept..]);
        }

        var token = policy.Pseudonymizer!.Tokenise(node.Rule.Namespace!, new Identifier(node.Rule.Authority!, Encoding.UTF8.GetString(text[kept..])));
        return kept + Encoding.ASCII.GetBytes(token.Value, changed[kept..]);
    }

    private static int Year(ReadOnlySpan<byte> text, Span<byte> changed)
    {
        if (!SafeDates.TryRead(text, out _, out _))
        {
            return 0;
        }

        text[..SafeDates.YearLength].CopyTo(changed);
        return SafeDates.YearLength;
    }

    // A birth with unknown day counts as the earliest one, which is the oldest age that it can show.
    private static int BirthYear(ReadOnlySpan<byte> text, in PhiContext context, Span<byte> changed) =>
        context.EventDate is { } at && SafeDates.TryRead(text, out var birth, out _) && SafeDates.AgeAt(birth, at) is >= 0 and < PooledAge
            ? Year(text, changed)
            : 0;

    private static int Shifted(PhiPolicy policy, ReadOnlySpan<byte> text, in PhiContext context, ref int? offset, Span<byte> changed)
    {
        if (!SafeDates.TryRead(text, out var date, out var hasDay))
        {
            return 0;
        }

        // Asked even where only the year stays, so that a record without a known patient never passes in this mode.
        var days = offset ??= policy.DateShifter!.OffsetOf(context.Patient);
        if (!hasDay)
        {
            return Year(text, changed);
        }

        var moved = date.DayNumber + days;
        if (moved < 0 || moved > DateOnly.MaxValue.DayNumber)
        {
            return 0;
        }

        text.CopyTo(changed);
        SafeDates.Write(DateOnly.FromDayNumber(moved), changed);
        return text.Length;
    }

    private static int Zip3(PhiPolicy policy, ReadOnlySpan<byte> text, in PhiContext context, Span<byte> changed) =>
        policy.Zip3.TryShorten(text, context.Country, out var zip3) ? Encoding.ASCII.GetBytes(zip3, changed) : 0;

    private static int Age(ReadOnlySpan<byte> text, Span<byte> changed)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var years) || text.Length > 8)
        {
            return 0;
        }

        var pooled = years > PooledAge - 1 ? PooledAge : years;
        return pooled.TryFormat(changed, out var length, provider: CultureInfo.InvariantCulture) ? length : 0;
    }
}
