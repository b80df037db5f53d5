using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Contracts;

namespace Syntra.Cerner.Tests.Events.Unusual;

/// <summary>Several hundred messages that are allowed and seldom seen: each is answered, and each that is accepted is accounted for.</summary>
public sealed class UnusualMessageTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private const string Senders =
        """
        senders:
          - name: open
            verify:
              - scheme: unsigned
          - name: assets
            contract: careaware
            verify:
              - scheme: unsigned
          - name: relative
            eventNumbers: relative
            verify:
              - scheme: unsigned
        """;

    [Fact]
    public async Task Every_unusual_message_is_answered_as_it_should_be_and_becomes_what_it_says()
    {
        await using var rig = await HookRig.StartAsync(kafka, "unusual", Senders);
        List<UnusualMessage> messages = [.. StatusForms.All(), .. EntryForms.All(), .. JsonForms.All(), .. AssetForms.All()];
        Assert.True(messages.Count >= 270, $"{messages.Count} messages");
        ConcurrentBag<string> wrong = [];
        await Parallel.ForEachAsync(messages.Index(), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (item, _) => await SendAsync(rig, item.Index + 1, item.Item, wrong));
        var became = Became(rig);
        foreach (var (index, message) in messages.Index())
        {
            var number = (index + 1).ToString(CultureInfo.InvariantCulture);
            var expected = string.Join("; ", message.Becomes.Select(b => b.Replace("§", number, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            var actual = string.Join("; ", became[index + 1].Order(StringComparer.Ordinal));
            if (expected != actual)
            {
                wrong.Add($"{message.Name}: should become [{expected}], became [{actual}]");
            }
        }

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
        // Whatever year a sender writes, no broker has a reason to refuse the record.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Assert.All(rig.Records(rig.Topics.RawFhir("Encounter")), r => Assert.InRange(r.Message.Timestamp.UtcDateTime, DateTime.UnixEpoch, now));
    }

    private static async Task SendAsync(HookRig rig, int number, UnusualMessage message, ConcurrentBag<string> wrong)
    {
        var body = Encoding.UTF8.GetBytes(message.Body.Replace("§", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        for (var time = 0; time < message.Times; time++)
        {
            using var answer = await rig.PostAsync(message.Sender, body, r => r.Headers.Add("traceparent", $"00-{number:x32}-00000000000000a1-01"));
            if ((int)answer.StatusCode != message.Status)
            {
                wrong.Add($"{message.Name}: should be answered {message.Status}, was {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    // The trace id is the number of the case. A resource that came twice as one event counts once, as the topology counts it.
    private static ILookup<int, string> Became(HookRig rig)
    {
        var events = EventTopics.ResourceTypes.Append(EventTopics.Asset).SelectMany(rig.Events).DistinctBy(e => e.EventId)
            .Select(e => (e.TraceId, Text: $"{e.Kind} {e.ResourceType}/{e.ResourceId.Reveal(PhiAccess.Tokenisation)} {e.Interaction} #{e.EventNumber}"));
        var requests = rig.Requests()
            .Select(r => (r.TraceId, Text: $"{r.Reason} {r.ResourceType}/{r.ResourceId?.Reveal(PhiAccess.Tokenisation)} {r.Interaction} #{r.EventNumber}{(r.UntilEvent is null ? "" : $" {r.FromEvent}-{r.UntilEvent}")}"));
        return events.Concat(requests).ToLookup(e => int.Parse(e.TraceId, NumberStyles.HexNumber, CultureInfo.InvariantCulture), e => e.Text);
    }
}
