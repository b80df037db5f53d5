using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Syntra.Fusion.Reports;

namespace Syntra.Fusion.Rest;

/// <summary>
/// Maps answers and transport failures to <see cref="FusionErrorKind"/>. A 5xx to a write is an unknown outcome here: a gateway
/// answers 500, 502, 503 or 504 also after Fusion has done the work, and asking first costs one read.
/// </summary>
internal static class FusionErrors
{
    private const int DetailLength = 300;

    public static FusionException FromAnswer(FusionRequest request, HttpStatusCode status, byte[] body, TimeSpan? retryAfter) =>
        new(KindOf(request, status), request.Operation, FusionText.Quote(Detail(body), []), status, retryAfter)
        {
            Code = Member(body, "o:errorCode"),
            Attribute = Member(body, "o:errorPath"),
            Detail = Detail(body),
            IsFault = FromFault(body) is not null,
        };

    public static FusionException FromTransport(FusionRequest request, HttpRequestException failure) =>
        new(NotSent(failure) ? FusionErrorKind.Retriable : Unanswered(request), request.Operation, $"no answer ({failure.HttpRequestError})", inner: failure);

    public static FusionException FromTimeout(FusionRequest request, Exception failure) =>
        new(Unanswered(request), request.Operation, $"no answer within {request.Timeout.TotalSeconds:0.###} s", inner: failure);

    /// <summary>An answer of the right status that cannot be read: nobody knows what the other side did.</summary>
    public static FusionException Garbage(FusionRequest request, string what, Exception? inner = null) =>
        new(Unanswered(request), request.Operation, $"unreadable answer: {what}", inner: inner);

    public static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - now : null);
        return wait is { } w && w < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static FusionErrorKind KindOf(FusionRequest request, HttpStatusCode status) => (int)status switch
    {
        401 or 403 => FusionErrorKind.FatalConfiguration,
        429 => FusionErrorKind.Retriable,
        408 or >= 500 => Unanswered(request),
        _ => FusionErrorKind.Poison,
    };

    private static FusionErrorKind Unanswered(FusionRequest request) =>
        request.IsRead ? FusionErrorKind.Retriable : FusionErrorKind.UnknownOutcome;

    private static bool NotSent(HttpRequestException failure) => failure.HttpRequestError is
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    /// <summary>o:errorDetails[].detail, then detail, then title, then the raw text: the order in which Fusion's versions offer them.</summary>
    internal static string Detail(byte[] body)
    {
        var text = FromJson(body) ?? FromFault(body) ?? Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 4 * DetailLength)));
        var clean = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return clean.Length > DetailLength ? clean[..DetailLength] : clean;
    }

    /// <summary>A member of the first error detail; null for plain text and HTML.</summary>
    private static string? Member(byte[] body, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Member("o:errorDetails") is { ValueKind: JsonValueKind.Array } details && details.GetArrayLength() > 0
                ? details[0].Text(name)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The faultstring of a SOAP fault.</summary>
    private static string? FromFault(byte[] body)
    {
        var start = body.AsSpan().IndexOf("<faultstring"u8);
        if (start < 0)
        {
            return null;
        }

        var rest = body.AsSpan(start);
        var open = rest.IndexOf((byte)'>');
        var close = rest.IndexOf("</faultstring>"u8);
        return open >= 0 && close > open ? WebUtility.HtmlDecode(Encoding.UTF8.GetString(rest[(open + 1)..close])) : null;
    }

    private static string? FromJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.Member("o:errorDetails") is { ValueKind: JsonValueKind.Array } details)
            {
                var texts = details.EnumerateArray().Select(d => d.Text("detail")).OfType<string>().ToList();
                if (texts.Count > 0)
                {
                    return string.Join("; ", texts);
                }
            }

            return root.Text("detail") ?? root.Text("title");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
