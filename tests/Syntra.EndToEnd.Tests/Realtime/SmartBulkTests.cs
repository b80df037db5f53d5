using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Syntra.Bench.Realtime;
using Syntra.Cli.Realtime;

namespace Syntra.EndToEnd.Tests.Realtime;

/// <summary>Every encounter, practitioner and device of a public bulk export by signed webhook to the sandbox, malformed ones among them.</summary>
[Collection("realtime")]
public sealed class SmartBulkTests
{
    private const int Together = 32;
    private static readonly TimeSpan Limit = Hang.Limit;

    [Fact]
    public async Task Every_resource_stands_in_Fusion_and_the_sum_accounts_for_each()
    {
        string data = OutsideData.Require("smart-bulk-10");
        var cancellation = TestContext.Current.CancellationToken;
        string directory = Directory.CreateTempSubdirectory("syntra-bulk-").FullName;
        try
        {
            using var system = await RealtimeSystem.StartAsync(directory, cancellation);
            string[] types = ["Encounter", "Practitioner", "Device"];
            var lines = types.ToDictionary(t => t, t => File.ReadAllLines(Path.Combine(data, t + ".ndjson")).Where(l => l.Length > 0).ToList());
            var answers = await SendAsync(system, [.. lines.Values.SelectMany(l => l)], "msg", cancellation);
            Assert.All(answers, status => Assert.InRange(status, 200, 299));
            var broken = await SendAsync(system, [.. Broken(lines["Device"][0])], "bad", cancellation);
            Assert.All(broken, status => Assert.InRange(status, 200, 499));

            var report = await SettledAsync(system, answers.Count, cancellation);
            foreach (var (domain, type) in new[] { ("admissions", "Encounter"), ("credentials", "Practitioner"), ("devices", "Device") })
            {
                var status = report.Domains.Single(d => d.Name == domain);
                Assert.True(status.Applied >= lines[type].Count, $"{domain}: {status.Applied} of {lines[type].Count} applied");
                Assert.Equal(status.Received, status.Applied + status.ZeroDelta + status.Stale + status.DeadLettered + status.Open);
            }

            Assert.Equal(lines["Encounter"].Count, await CountAsync(system, "parties", cancellation));
            Assert.Equal(lines["Practitioner"].Count, await CountAsync(system, "certificationItems", cancellation));
            Assert.Equal(lines["Device"].Count, await CountAsync(system, "assets", cancellation));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // Cut off, of another type than it says, a status that is a number, text that is no UTF-8, nothing at all.
    private static IEnumerable<string> Broken(string device) =>
    [
        device[..(device.Length / 2)], device.Replace("\"Device\"", "\"Gadget\"", StringComparison.Ordinal), device.Replace("\"status\":\"active\"", "\"status\":[7]", StringComparison.Ordinal),
        device.Replace("\"resourceType\"", "\"resourceTyp\"", StringComparison.Ordinal), "[]", "null", "{}",
    ];

    private static async Task<IReadOnlyList<int>> SendAsync(RealtimeSystem system, IReadOnlyList<string> bodies, string prefix, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        int[] answers = new int[bodies.Count];
        await Parallel.ForAsync(0, bodies.Count, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancellation }, async (i, token) =>
        {
            using var request = SignedNotification.Sign(Encoding.UTF8.GetBytes(bodies[i]), prefix + i, system.Hooks, system.Secret, TimeProvider.System.GetUtcNow());
            using var answer = await http.SendAsync(request, token);
            answers[i] = (int)answer.StatusCode;
        });
        return answers;
    }

    private static async Task<StatusReport> SettledAsync(RealtimeSystem system, int least, CancellationToken cancellation)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var report = StatusFiles.Read(system.State, TimeProvider.System.GetUtcNow());
            if (report is not null && report.Domains.Sum(d => d.Received) >= least && report.Domains.All(d => d.Open == 0))
            {
                return report;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Limit, $"not settled: {string.Join(", ", report?.Domains.Select(d => $"{d.Name} {d.Open} of {d.Received}") ?? [])}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellation);
        }
    }

    private static async Task<int> CountAsync(RealtimeSystem system, string resource, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = system.Pod };
        return (await http.GetFromJsonAsync<JsonArray>("sandbox/objects/" + resource, cancellation))!.Count;
    }
}
