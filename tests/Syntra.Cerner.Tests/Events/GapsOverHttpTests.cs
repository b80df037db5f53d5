using System.Net;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Contracts;

namespace Syntra.Cerner.Tests.Events;

public sealed class GapsOverHttpTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    [Fact]
    public async Task A_gap_is_remembered_over_a_restart_asked_for_and_closed_by_the_back_fill()
    {
        await using var rig = await HookRig.StartAsync(kafka, "gaps1");
        Assert.Equal(HttpStatusCode.OK, await rig.StatusAsync("open", Notices.Handshake()));
        Assert.Equal(HttpStatusCode.OK, await rig.StatusAsync("open", Notices.Event(1, resource: Notices.Encounter())));
        Assert.Equal(HttpStatusCode.OK, await rig.StatusAsync("open", Notices.Event(4, resource: Notices.Encounter(version: "4"))));
        await rig.RestartAsync();
        var heard = Assert.Single(rig.Journal.Subscriptions);
        Assert.Equal((4L, 2L, 3L), (heard.Highest, Assert.Single(heard.Gaps).From!.Value, heard.Gaps[0].Until!.Value));

        // A look that meets what nobody foresaw does not end the watch: the next one asks.
        await rig.LookAsync(heard.LastHeardAt.AddMinutes(1), static (_, _, _) => throw new NotSupportedException("no seal"));
        Assert.Empty(rig.Requests());
        await rig.LookAsync(heard.LastHeardAt.AddMinutes(1));
        var request = Assert.Single(rig.Requests());
        Assert.Equal((BackfillReason.Gap, 2L, 3L, "open", "1"), (request.Reason, request.FromEvent, request.UntilEvent, request.Sender, request.Subscription));
        await rig.LookAsync(heard.LastHeardAt.AddMinutes(1));
        Assert.Single(rig.Requests());

        await rig.Journal.FilledAsync("open", "1", generation: 0, from: 2, until: 3);
        Assert.Empty(Assert.Single(rig.Journal.Subscriptions).Gaps);
    }

    [Fact]
    public async Task A_signed_message_repeated_after_a_restart_is_known_and_its_id_takes_no_other_body()
    {
        Environment.SetEnvironmentVariable("SYNTRA_TEST_HOOK_SECRET", "whsec_" + Convert.ToBase64String(new byte[32]));
        await using var rig = await HookRig.StartAsync(
            kafka, "gaps2", "senders:\n  - name: open\n    verify:\n      - scheme: standard-webhooks\n        secrets:\n          - env: SYNTRA_TEST_HOOK_SECRET");
        Assert.Equal(200, await SignedAsync(rig, Notices.Event(1, resource: Notices.Encounter())));
        await rig.RestartAsync();
        Assert.Equal(200, await SignedAsync(rig, Notices.Event(1, resource: Notices.Encounter())));
        Assert.Equal(409, await SignedAsync(rig, Notices.Event(2, resource: Notices.Encounter())));
        Assert.Equal(401, (int)await rig.StatusAsync("open", Notices.Event(3)));
        Assert.Single(rig.Events("Encounter"));
    }

    private static async Task<int> SignedAsync(HookRig rig, string body)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        byte[] signed = [.. System.Text.Encoding.UTF8.GetBytes($"m1.{timestamp}."), .. bytes];
        using var answer = await rig.PostAsync("open", bytes, r =>
        {
            r.Headers.Add("webhook-id", "m1");
            r.Headers.Add("webhook-timestamp", timestamp);
            r.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(new byte[32], signed)));
        });
        return (int)answer.StatusCode;
    }
}
