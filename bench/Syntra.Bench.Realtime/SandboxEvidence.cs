using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Syntra.Bench.Realtime;

/// <summary>What the sandbox's journal of changes says: whether anything was made twice, or after something newer.</summary>
internal static partial class SandboxEvidence
{
    private static readonly string[] Resources = ["values", "assets", "certificationItems", "parties", "customerAccounts"];

    internal static async Task<(long Duplicates, long OutOfOrder)> ReadAsync(Uri pod, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = pod };
        long duplicates = 0, disorder = 0;
        foreach (string resource in Resources)
        {
            var made = new HashSet<string>(StringComparer.Ordinal);
            var newest = new Dictionary<long, int>();
            for (long behind = 0; ;)
            {
                var page = (await http.GetFromJsonAsync<JsonArray>($"sandbox/object-history/{resource}?behind={behind}", cancellation).ConfigureAwait(false))!;
                foreach (var change in page.OfType<JsonObject>())
                {
                    behind = (long)change["number"]!;
                    duplicates += IsSecond(change, made) ? 1 : 0;
                    int order = Order(change, newest);
                    disorder += order < 0 ? 1 : 0;
                    duplicates += order == 0 ? 1 : 0;
                }

                if (page.Count == 0)
                {
                    break;
                }
            }
        }

        return (duplicates, disorder);
    }

    private static bool IsSecond(JsonObject change, HashSet<string> made)
    {
        if (change["before"] is not null || change["attributes"] is not JsonObject attributes)
        {
            return false;
        }

        string? identity = (string?)attributes["SourceKey1"] ?? (string?)attributes["Value"] ?? (string?)attributes["AccountNumber"] ?? (string?)attributes["PartyNumber"] ?? (string?)change["key"];
        return identity is not null && !made.Add(identity);
    }

    // 1: newer than what stood, or nothing to compare; 0: the same revision again; -1: older.
    private static int Order(JsonObject change, Dictionary<long, int> newest)
    {
        string text = (string?)change["attributes"]?["Description"] ?? (string?)change["attributes"]?["P_DESCRIPTION"] ?? "";
        if (Revision().Match(text) is not { Success: true } match)
        {
            return 1;
        }

        long id = (long)change["id"]!;
        int revision = int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        bool known = newest.TryGetValue(id, out int last);
        newest[id] = Math.Max(last, revision);
        return known ? revision.CompareTo(last) : 1;
    }

    [GeneratedRegex(" r([0-9]+)$", RegexOptions.None, 1000)]
    private static partial Regex Revision();
}
