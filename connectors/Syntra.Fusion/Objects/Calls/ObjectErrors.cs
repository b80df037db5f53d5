using System.Collections.Frozen;
using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Calls;

/// <summary>From Fusion's refusals to our error classes and reason codes: the one place where that is decided for objects.</summary>
internal static class ObjectErrors
{
    private const int ReasonLength = 400;
    private const int CodeLength = 60;

    /// <summary>What Fusion says that a person can cure without a new version of the record.</summary>
    private static readonly FrozenDictionary<string, ObjectErrorClass> s_classes = new Dictionary<string, ObjectErrorClass>(StringComparer.OrdinalIgnoreCase)
    {
        ["HZ_INVALID_ORIG_SYSTEM"] = ObjectErrorClass.Held,
        ["FND_PROTECTED_VALUE_SET"] = ObjectErrorClass.Held,
        ["FA_PERIOD_NOT_OPEN"] = ObjectErrorClass.Held,
        ["FA_ASSET_BOOK_INVALID"] = ObjectErrorClass.Held,
        ["POR_NOT_INCOMPLETE"] = ObjectErrorClass.Held,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The result of a failed call.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="mayQuote">Whether Fusion's own words may be kept: not where they could repeat a patient's data.</param>
    public static ObjectResult Result(FusionException failure, bool mayQuote)
    {
        if (failure.Kind != FusionErrorKind.Poison || IsConflict(failure))
        {
            return new ObjectResult.Again(failure);
        }

        var code = Code(failure);
        var reason = mayQuote ? failure.Detail : failure.Attribute is { } attribute ? $"Fusion refuses the attribute {attribute}." : null;
        return new ObjectResult.Refused(s_classes.GetValueOrDefault(code, ObjectErrorClass.Poison), code, Short(reason, ReasonLength));
    }

    public static ObjectResult Result(ObjectRefusedException refusal, bool mayQuote) =>
        new ObjectResult.Refused(s_classes.GetValueOrDefault(refusal.Code, refusal.Class), refusal.Code, mayQuote ? Short(refusal.Reason, ReasonLength) : null);

    /// <summary>Changed by another since it was read: to be read again.</summary>
    public static bool IsConflict(FusionException failure) => (int?)failure.Status is 409 or 412;

    /// <summary>A message that begins with its name, like FA_PERIOD_NOT_OPEN: text.</summary>
    public static string CodeOf(string message)
    {
        var end = message.AsSpan().IndexOfAny(" :\r\n");
        var first = end < 0 ? message : message[..end];
        return IsCode(first) ? first : ReasonCodes.FusionRefused;
    }

    private static string Code(FusionException failure)
    {
        if (failure.Code is { } code && IsCode(code) && code is not "FND-EXTERNAL")
        {
            return code;
        }

        // Below framework version 4 the body is plain text that often begins with the message's name.
        return failure.Detail is { } detail && CodeOf(detail) is var named && named != ReasonCodes.FusionRefused
            ? named
            : string.Create(CultureInfo.InvariantCulture, $"http-{(int?)failure.Status ?? 0}");
    }

    private static bool IsCode(string text) =>
        text.Length is > 3 and <= CodeLength && text.AsSpan().IndexOfAny("-_") > 0 && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    private static string? Short(string? text, int length) => text is { } t && t.Length > length ? t[..length] : text;
}
