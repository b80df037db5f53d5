using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Syntra.Cerner.Tests.Compliance;

namespace Syntra.Cerner.Tests.Events.Unusual;

/// <summary>HTTP as it is allowed and seldom seen, and some that is not: every request gets an answer, none of them 5xx, and the receiver goes on.</summary>
public sealed class UnusualRequestTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);
    private static int _tenants;

    [Fact]
    public async Task Content_types_are_taken_by_their_meaning()
    {
        (string Type, int Status)[] types =
        [
            ("application/fhir+json; fhirVersion=4.0", 200), ("application/fhir+json; charset=UTF-8", 200), ("application/fhir+json; charset=\"utf-8\"", 200),
            ("Application/FHIR+JSON;charset=Utf-8;fhirVersion=\"4.3\"", 200), ("application/json+fhir", 200), ("application/json", 200),
            ("application/fhir+json; charset=iso-8859-1", 415), ("application/fhir+ndjson", 415), ("text/json", 415), ("multipart/form-data; boundary=x", 415),
        ];
        await using var rig = await RigAsync();
        foreach (var (index, (type, status)) in types.Index())
        {
            using var answer = await rig.PostAsync("open", Notice(index + 1), r => Raw(r, "Content-Type", type));
            Assert.Equal((type, status), (type, (int)answer.StatusCode));
        }

        Assert.Equal(types.Count(t => t.Status == 200), rig.Events("Encounter").Count);
    }

    [Fact]
    public async Task Content_codings_are_taken_by_their_meaning()
    {
        (string Coding, int Status)[] codings =
        [
            ("gzip", 200), ("GZip", 200), ("x-gzip", 200), ("br", 200), ("deflate", 200), ("identity", 200), ("identity, gzip", 200), ("zstd", 415), ("gzip, gzip", 415),
        ];
        await using var rig = await RigAsync();
        foreach (var (index, (coding, status)) in codings.Index())
        {
            using var answer = await rig.PostAsync("open", Packed(coding, Notice(index + 1)), r => Raw(r, "Content-Encoding", coding));
            Assert.Equal((coding, status), (coding, (int)answer.StatusCode));
        }

        Assert.Equal(codings.Count(c => c.Status == 200), rig.Events("Encounter").Count);
    }

    [Fact]
    public async Task A_body_in_chunks_with_a_trailer_and_an_expectation_is_taken()
    {
        await using var rig = await RigAsync();
        var body = Encoding.UTF8.GetString(Notice());
        var chunks = string.Concat(body.Chunk(100).Select(c => $"{c.Length:x};name=\"value\"\r\n{new string(c)}\r\n")) + "0\r\nX-Checksum: 1\r\n\r\n";
        Assert.Equal(200, await StatusAsync(rig, Head(rig, "POST", "Transfer-Encoding: chunked\r\nTrailer: X-Checksum") + chunks));
        Assert.Equal(200, await StatusAsync(rig, Head(rig, "POST", $"Content-Length: {body.Length}\r\nExpect: 100-continue") + body, after: "100"));
        Assert.Single(rig.Events("Encounter"));
    }

    [Fact]
    public async Task Two_messages_on_one_connection_at_once_are_both_taken()
    {
        await using var rig = await RigAsync();
        var messages = new[] { 1, 2 }.Select(n => Notices.Event(n, $"e{n}", resource: Notices.Encounter($"e{n}")));
        var answers = await AnswersAsync(rig, string.Concat(messages.Select(m => Head(rig, "POST", $"Content-Length: {m.Length}") + m)), until: text => Count(text, "HTTP/1.1 200") == 2);
        Assert.Equal((2, 2), (Count(answers, "HTTP/1.1 200"), rig.Events("Encounter").Count));
    }

    [Fact]
    public async Task Other_verbs_are_told_which_one_there_is()
    {
        await using var rig = await RigAsync();
        foreach (var verb in new[] { "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND" })
        {
            var answer = await AnswersAsync(rig, Head(rig, verb, "Content-Length: 0"), text => text.Contains("\r\n\r\n", StringComparison.Ordinal));
            Assert.StartsWith("HTTP/1.1 405", answer, StringComparison.Ordinal);
            Assert.Contains("Allow: POST", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_request_written_by_hand_is_answered()
    {
        (string What, string Request, int Status)[] requests =
        [
            ("no host", "POST /hooks/{t}/open HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 400),
            ("two lengths", "POST /hooks/{t}/open HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400),
            // The chunks count (RFC 9112, 6.3).
            ("length and chunks", "POST /hooks/{t}/open HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200),
            ("a length that is none", "POST /hooks/{t}/open HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400),
            ("a chunk that is none", "POST /hooks/{t}/open HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
            ("a header that is none", "POST /hooks/{t}/open HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n", 400),
            ("a folded header", "POST /hooks/{t}/open HTTP/1.1\r\nHost: h\r\nX-A: 1\r\n 2\r\nContent-Length: 0\r\n\r\n", 400),
            ("an address with %00", "POST /hooks/{t}/open%00 HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", 400),
            ("an address with a wrong escape", "POST /hooks/{t}/op%zzen HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", 404),
            ("an address with dots", "POST /hooks/{t}/../{t}/open HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", 200),
            ("an absolute address", "POST http://h.example/hooks/{t}/open?x=1 HTTP/1.1\r\nHost: h.example\r\nContent-Length: 0\r\n\r\n", 200),
            ("an expectation that nobody keeps", "POST /hooks/{t}/open HTTP/1.1\r\nHost: h\r\nExpect: gold\r\nContent-Length: 0\r\n\r\n", 200),
            ("HTTP/1.0", "POST /hooks/{t}/open HTTP/1.0\r\nContent-Length: 0\r\n\r\n", 200),
            ("CONNECT", "CONNECT h.example:443 HTTP/1.1\r\nHost: h.example:443\r\n\r\n", 404),
        ];
        await using var rig = await RigAsync();
        foreach (var (what, request, status) in requests)
        {
            Assert.Equal((what, status), (what, await StatusAsync(rig, request.Replace("{t}", rig.Topics.Tenant, StringComparison.Ordinal))));
        }

        await GoesOnAsync(rig);
    }

    [Fact]
    public async Task Headers_and_addresses_beyond_their_limits_are_refused()
    {
        await using var rig = await RigAsync();
        Assert.Equal(431, await StatusAsync(rig, Head(rig, "POST", $"X-Large: {new string('x', 20_000)}\r\nContent-Length: 0")));
        Assert.Equal(431, await StatusAsync(rig, Head(rig, "POST", string.Concat(Enumerable.Range(0, 80).Select(n => $"X-{n}: 1\r\n")) + "Content-Length: 0")));
        Assert.Equal(414, await StatusAsync(rig, $"POST /{new string('x', 5000)} HTTP/1.1\r\nHost: h\r\n\r\n"));
        await GoesOnAsync(rig);
    }

    [Fact]
    public async Task What_is_no_http_1_gets_no_answer_of_a_fault_and_does_not_hang()
    {
        await using var rig = await RigAsync();
        foreach (var bytes in new[] { "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0", "\u0016\u0003\u0001\u0002\0\u0001\0", "POST /hooks HTTP/0.9\r\n\r\n", "\r\n\r\n\r\n\r\nx\r\n\r\n" })
        {
            var answer = await AnswersAsync(rig, bytes, _ => false);
            Assert.DoesNotContain("HTTP/1.1 5", answer.Replace("HTTP/1.1 505", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        await GoesOnAsync(rig);
    }

    [Fact]
    public async Task A_sender_that_hangs_up_in_the_middle_leaves_nothing_behind()
    {
        await using var rig = await RigAsync();
        foreach (var cut in new[] { 1, 50, 300 })
        {
            using var socket = await ConnectAsync(rig);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes((Head(rig, "POST", "Content-Length: 900") + new string(' ', 500))[..^cut]), TestContext.Current.CancellationToken);
            socket.Client.LingerState = new LingerOption(true, 0);
        }

        await GoesOnAsync(rig);
        Assert.Single(rig.Events("Encounter"));
    }

    private static async Task GoesOnAsync(HookRig rig)
    {
        using var answer = await rig.PostAsync("open", Notice());
        Assert.Equal(200, (int)answer.StatusCode);
    }

    private static byte[] Notice(int number = 1) => Encoding.UTF8.GetBytes(Notices.Event(number, resource: Notices.Encounter()));

    private static string Head(HookRig rig, string verb, string headers) =>
        $"{verb} /hooks/{rig.Topics.Tenant}/open HTTP/1.1\r\nHost: h\r\nContent-Type: application/fhir+json\r\n{headers}\r\n\r\n";

    private static void Raw(HttpRequestMessage request, string header, string value)
    {
        request.Content!.Headers.Remove(header);
        Assert.True(request.Content.Headers.TryAddWithoutValidation(header, value));
    }

    private static byte[] Packed(string coding, byte[] body)
    {
        using var packed = new MemoryStream();
        Stream? stream = coding.Split(", ")[^1].ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(packed, CompressionLevel.Optimal),
            "br" => new BrotliStream(packed, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(packed, CompressionLevel.Optimal),
            _ => null,
        };
        using (stream)
        {
            stream?.Write(body);
        }

        return stream is null ? body : packed.ToArray();
    }

    private static async Task<int> StatusAsync(HookRig rig, string request, string after = "")
    {
        var answer = await AnswersAsync(rig, request, text => Statuses(text).Any(s => s != after));
        return int.Parse(Statuses(answer).FirstOrDefault(s => s != after) ?? "0", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Statuses(string text) => text.Split("HTTP/1.1 ").Skip(1).Where(s => s.Length >= 3 && s.Contains("\r\n\r\n", StringComparison.Ordinal)).Select(s => s[..3]);

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    // Reads until what is wanted has come, or the other side has closed; a test that waits for neither fails by its time.
    private static async Task<string> AnswersAsync(HookRig rig, string request, Func<string, bool> until)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Generous);
        using var socket = await ConnectAsync(rig);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        while (!until(text.ToString()))
        {
            int read;
            try
            {
                read = await stream.ReadAsync(buffer, limit.Token);
            }
            catch (IOException)
            {
                break;
            }

            if (read == 0)
            {
                break;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    private static async Task<TcpClient> ConnectAsync(HookRig rig)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(rig.Url.Host, rig.Url.Port, TestContext.Current.CancellationToken);
        return socket;
    }

    private async Task<HookRig> RigAsync() => await HookRig.StartAsync(kafka, $"requests{Interlocked.Increment(ref _tenants)}");
}
