using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Calls;

/// <summary>Batches of Fusion's REST framework: parts in order, all or none.</summary>
internal static partial class BatchBody
{
    private const string Prefix = "p";

    public static byte[] Write<TState>(IReadOnlyList<ObjectStep<TState>.Call> calls) => JsonBody.Object(json => json.WriteArray("parts", _ =>
    {
        for (var i = 0; i < calls.Count; i++)
        {
            var part = calls[i].Part!;
            json.WriteStartObject();
            json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"{Prefix}{i}"));
            json.WriteString("path", part.Path);
            json.WriteString("operation", part.Operation);
            if (calls[i].Request.Body is { } body)
            {
                json.WritePropertyName("payload");
                json.WriteRawValue(body, skipInputValidation: true);
            }

            json.WriteEndObject();
        }
    }));

    /// <summary>The parts' answers in the order of the parts.</summary>
    /// <exception cref="FusionException">The answer is not one to this batch.</exception>
    public static IReadOnlyList<HttpAnswer> Read(FusionRequest request, HttpAnswer answer, int parts) => Answers.Read(request, answer, root =>
    {
        var answers = new HttpAnswer[parts];
        foreach (var part in root.OneOrMany("parts"))
        {
            if (Index(part.Text("id")) is { } i && i < parts && part.Member("payload") is { } payload)
            {
                answers[i] = new HttpAnswer(answer.Status, JsonMarshal.GetRawUtf8Value(payload).ToArray(), null);
            }
        }

        return Array.TrueForAll(answers, a => a is not null) ? answers : throw new FormatException("a part has no answer");
    });

    /// <summary>Which parts a refused batch's error names: in its path (parts[3] or parts/p3), nobody documents how exactly.</summary>
    public static IReadOnlyCollection<int> Named(FusionException failure)
    {
        var named = new HashSet<int>();
        foreach (var text in (string?[])[failure.Attribute, failure.Detail])
        {
            foreach (var match in text is null ? [] : PartName().Matches(text).Cast<Match>())
            {
                named.Add(int.Parse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture));
            }
        }

        return named;
    }

    private static int? Index(string? id) =>
        id?.StartsWith(Prefix, StringComparison.Ordinal) == true && int.TryParse(id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var i) ? i : null;

    [GeneratedRegex(@"parts[\[/]p?(\d{1,6})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PartName();
}
