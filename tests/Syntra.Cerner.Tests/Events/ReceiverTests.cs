using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Syntra.Cerner.Events.Receiving;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Contracts;
using Syntra.Fhir.Tests;

namespace Syntra.Cerner.Tests.Events;

public sealed class ReceiverTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private static int _tenants;

    [Fact]
    public async Task Every_file_of_the_guide_is_answered_as_it_says()
    {
        await using var rig = await RigAsync();
        var expected = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["handshake_bundle_example.json"] = 200, ["heartbeat_bundle_example.json"] = 200, ["empty_notification_bundle_example.json"] = 200,
            ["id_only_notification_bundle_example.json"] = 200, ["subscription_status_example.json"] = 200,
            // Not notifications: a subscription and a server's statement.
            ["subscription_resource_example.json"] = 422, ["capability_statement_example.json"] = 422,
            ["Subscription_full-resource.json"] = 422, ["Subscription_id-only.json"] = 422,
        };
        foreach (var file in Directory.EnumerateFiles(OutsideData.Folder("fhir-subscriptions-backport"), "*.json"))
        {
            using var answer = await rig.PostAsync("open", await File.ReadAllBytesAsync(file));
            Assert.Equal((Path.GetFileName(file), expected[Path.GetFileName(file)]), (Path.GetFileName(file), (int)answer.StatusCode));
        }

        var byId = Assert.Single(rig.Requests(), r => r.Reason == BackfillReason.IdOnly);
        Assert.Equal(("Encounter", "86009987-eabe-42bf-8c02-b112b18cb616", 1L, EventInteraction.Create), (byId.ResourceType, byId.ResourceId!.Reveal(PhiAccess.Tokenisation), byId.EventNumber, byId.Interaction));
        Assert.Single(rig.Requests(), r => r.Reason == BackfillReason.EmptyNotification);
    }

    [Fact]
    public async Task A_full_resource_is_in_its_topic_sealed_and_keyed_by_a_token_when_the_answer_comes()
    {
        await using var rig = await RigAsync();
        Assert.Equal(HttpStatusCode.OK, await rig.StatusAsync("open", Notices.Event(1, resource: Notices.Encounter())));
        var record = Assert.Single(rig.Records(rig.Topics.RawFhir("Encounter")));
        Assert.Equal(Guards.Of(rig.Topics.Tenant).Tokens.Token(TokenSpaces.Encounter, "e1"), record.Message.Key);
        Assert.DoesNotContain("p-canary", Encoding.Latin1.GetString(record.Message.Value), StringComparison.Ordinal);
        var raw = Assert.Single(rig.Events("Encounter"));
        Assert.Equal(("1", 1L, EventKind.FullResource, EventInteraction.Update, "1", Notices.Start.AddSeconds(1)), (raw.Subscription, raw.EventNumber, raw.Kind, raw.Interaction, raw.VersionId, raw.EventAt));
        Assert.Equal(Notices.Encounter(), Encoding.UTF8.GetString(raw.Body.Reveal(PhiAccess.Intake)));
    }

    [Fact]
    public async Task A_second_delivery_is_acknowledged_and_has_no_second_effect_even_after_a_restart()
    {
        await using var rig = await RigAsync();
        var notice = Notices.Event(1, resource: Notices.Encounter());
        Assert.Equal(HttpStatusCode.OK, await rig.StatusAsync("open", notice));
        Assert.Equal(HttpStatusCode.OK, await rig.StatusAsync("open", notice));
        await rig.RestartAsync();
        Assert.Equal(HttpStatusCode.OK, await rig.StatusAsync("open", notice));
        Assert.Single(rig.Events("Encounter"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.StatusAsync("open", Notices.Event(2, resource: Notices.Encounter(version: "2")))));
        Assert.Equal(2, rig.Events("Encounter").Count);
    }

    [Fact]
    public async Task R4s_own_rest_hook_is_taken_with_and_without_a_resource()
    {
        await using var rig = await RigAsync();
        var path = $"hooks/{rig.Topics.Tenant}/open/Encounter/e1";
        using (var put = await rig.SendAsync(HttpMethod.Put, path, Encoding.UTF8.GetBytes(Notices.Encounter())))
        using (var wrong = await rig.SendAsync(HttpMethod.Put, path, Encoding.UTF8.GetBytes(Notices.Encounter("e2"))))
        using (var knock = await rig.SendAsync(HttpMethod.Post, $"hooks/{rig.Topics.Tenant}/open", [], r => r.Content!.Headers.ContentType = null))
        {
            Assert.Equal((200, 422, 200), ((int)put.StatusCode, (int)wrong.StatusCode, (int)knock.StatusCode));
        }

        Assert.Equal(EventKind.RestHook, Assert.Single(rig.Events("Encounter")).Kind);
        Assert.Equal(BackfillReason.EmptyNotification, Assert.Single(rig.Requests()).Reason);
    }

    [Fact]
    public async Task A_resource_without_a_version_that_returns_to_what_it_was_is_an_event_again()
    {
        await using var rig = await RigAsync();
        foreach (var status in new[] { "planned", "planned", "arrived", "planned" })
        {
            Assert.Equal(HttpStatusCode.OK, await rig.StatusAsync("open", $$"""{"resourceType":"Encounter","id":"e1","status":"{{status}}"}"""));
        }

        Assert.Equal(3, rig.Events("Encounter").Count);
    }

    [Fact]
    public async Task Asset_events_are_taken_and_a_deleted_resource_is_passed_on_without_a_body()
    {
        await using var rig = await RigAsync();
        const string Asset = """{"eventId":"a1","type":"asset.moved","occurredAt":"2026-03-01T08:00:00Z","stream":"s","sequence":1,"asset":{"id":"PUMP-7"}}""";
        Assert.Equal(HttpStatusCode.OK, await rig.StatusAsync("assets", Asset));
        Assert.Equal(HttpStatusCode.OK, await rig.StatusAsync("open", Notices.Event(1, "gone", method: "DELETE")));
        Assert.Equal(("careaware", 1L), (rig.Events("Asset").Single().Source, rig.Events("Asset").Single().EventNumber));
        var gone = Assert.Single(rig.Events("Encounter"));
        Assert.Equal((EventInteraction.Delete, 0), (gone.Interaction, gone.Body.Reveal(PhiAccess.Intake).Length));
    }

    [Theory]
    [InlineData("GET", "hooks/{t}/open", "application/json", 405)]
    [InlineData("DELETE", "hooks/{t}/open/Encounter/1", "application/json", 405)]
    [InlineData("POST", "hooks/{t}/nobody", "application/json", 404)]
    [InlineData("POST", "hooks/other/open", "application/json", 404)]
    [InlineData("POST", "", "application/json", 404)]
    [InlineData("POST", "hooks/{t}/open", "application/fhir+xml", 415)]
    [InlineData("POST", "hooks/{t}/open", "application/json; charset=utf-16", 415)]
    [InlineData("POST", "hooks/{t}/open", "application/json; charset=utf-8", 422)]
    public async Task What_is_not_for_us_gets_4xx(string verb, string path, string type, int status)
    {
        await using var rig = await RigAsync();
        using var answer = await rig.SendAsync(new HttpMethod(verb), path.Replace("{t}", rig.Topics.Tenant, StringComparison.Ordinal), "{}"u8.ToArray(), r => r.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Large_bodies_and_bodies_that_unpack_to_large_ones_are_refused()
    {
        await using var rig = await RigAsync(options: new HookReceiverOptions { MaxBodyBytes = 2000, MaxUnpackedBytes = 10_000 });
        using var large = await rig.PostAsync("open", new byte[2001]);
        using var chunked = await rig.PostAsync("open", new byte[2001], r => r.Headers.TransferEncodingChunked = true);
        using var bomb = await rig.PostAsync("open", Gzip(new byte[100_000]), r => r.Content!.Headers.ContentEncoding.Add("gzip"));
        using var damaged = await rig.PostAsync("open", "not gzip"u8.ToArray(), r => r.Content!.Headers.ContentEncoding.Add("gzip"));
        using var good = await rig.PostAsync("open", Gzip(Encoding.UTF8.GetBytes(Notices.Event(1, resource: Notices.Encounter()))), r => r.Content!.Headers.ContentEncoding.Add("gzip"));
        Assert.Equal([413, 413, 413, 400, 200], new[] { large, chunked, bomb, damaged, good }.Select(a => (int)a.StatusCode));
    }

    [Fact]
    public async Task A_refusal_names_the_place_and_never_the_value()
    {
        await using var rig = await RigAsync();
        using var answer = await rig.PostAsync("open", """{"resourceType":"Encounter","id":"canary id"}"""u8.ToArray());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(422, (int)answer.StatusCode);
        using var outcome = JsonDocument.Parse(text);
        Assert.Contains("$.id", outcome.RootElement.GetProperty("issue")[0].GetProperty("diagnostics").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_acknowledgement_of_kafka_the_sender_is_asked_to_come_back_and_nothing_counts_as_seen()
    {
        await using var rig = await RigAsync(ack: TimeSpan.FromSeconds(4));
        var notice = Notices.Event(1, resource: Notices.Encounter());
        await kafka.RestartAsync(async () =>
        {
            using var answer = await rig.PostAsync("open", Encoding.UTF8.GetBytes(notice));
            Assert.Equal(429, (int)answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        });
        using var limit = new CancellationTokenSource(Hang.Limit);
        while (await rig.StatusAsync("open", notice) is var status && status != HttpStatusCode.OK)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, status);
            Assert.False(limit.IsCancellationRequested, "it never came back");
        }
        Assert.NotEmpty(rig.Events("Encounter"));
    }

    [Fact]
    public async Task More_at_once_than_are_taken_get_429()
    {
        await using var rig = await RigAsync(options: new HookReceiverOptions { MaxConcurrent = 0 });
        using var answer = await rig.PostAsync("open", "{}"u8.ToArray());
        Assert.Equal(429, (int)answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Ten_thousand_damaged_messages_get_2xx_or_4xx_and_no_other_answer()
    {
        await using var rig = await RigAsync();
        var documents = OutsideData.Files("fhir-subscriptions-backport").Concat(OutsideData.Files("fhir-test-cases"))
            .Append(Encoding.UTF8.GetBytes(Notices.Event(1, resource: Notices.Encounter()))).ToList();
        var random = new Random(7);
        var messages = Enumerable.Range(0, 10_000).Select(_ => Mutation.Of(documents[random.Next(documents.Count)], random)).ToList();
        var answers = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (message, _) =>
        {
            using var answer = await rig.PostAsync("open", message);
            answers.AddOrUpdate((int)answer.StatusCode, 1, (_, n) => n + 1);
        });
        Assert.Equal(10_000, answers.Values.Sum());
        Assert.All(answers.Keys, status => Assert.True(status is 200 or 400 or 413 or 422, $"answered {status}"));
        Assert.True(answers[200] > 100 && answers[422] > 1000, string.Join(' ', answers));
    }

    private async Task<HookRig> RigAsync(string yaml = HookRig.Unsigned, HookReceiverOptions? options = null, TimeSpan? ack = null) =>
        await HookRig.StartAsync(kafka, $"hooks{Interlocked.Increment(ref _tenants)}", yaml, options, ack);

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
