using System.Globalization;
using Syntra.Contracts;
using Syntra.Streams;
using Syntra.Topology.Posting;

namespace Syntra.Topology.Pipeline;

/// <summary>Headers of what leaves: made anew, with only the trace and replay ids taken over from the input.</summary>
internal static class OutputHeaders
{
    public static Headers For(string key, PostingOutput output, Headers? input)
    {
        var version = output switch
        {
            PostingOutput.Post post => post.Instruction.SourceVersion,
            PostingOutput.Refuse refuse => refuse.Letter.SourceVersion,
            PostingOutput.Park park => park.Parked.SourceVersion,
            PostingOutput.Review review => review.Item.SourceVersion,
            _ => (long?)null,
        };
        var headers = Copied(input);
        if (version is { } number)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            headers = headers.With(HeaderNames.EventId, $"{ChargeWork.Source}/{key}/{text}").With(HeaderNames.SourceVersion, text);
        }

        return output is PostingOutput.Post { Instruction: var instruction }
            ? headers.With(HeaderNames.MappingVersion, instruction.MappingVersion)
            : headers;
    }

    private static Headers Copied(Headers? input)
    {
        var headers = Headers.Empty;
        foreach (var name in (ReadOnlySpan<string>)[HeaderNames.TraceParent, HeaderNames.ReplayId])
        {
            if (input is not null && input.TryGetLast(name, out var value))
            {
                headers = headers.With(name, value);
            }
        }

        return headers;
    }
}
