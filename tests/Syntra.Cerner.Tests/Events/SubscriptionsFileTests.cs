using Syntra.Cerner.Events.Configuration;

namespace Syntra.Cerner.Tests.Events;

public sealed class SubscriptionsFileTests
{
    [Fact]
    public void A_whole_file_is_read()
    {
        var (settings, faults) = SubscriptionsReader.Read(
            """
            senders:
              - name: mercy-fhir
                tier: real-time
                heartbeat: 00:01:00
                eventNumbers: relative
                resources: [Encounter, Patient]
                verify:
                  - scheme: standard-webhooks
                    secrets:
                      - env: HOOK_NEW
                      - file: secrets/old
                  - scheme: bearer
                    audience: https://syntra
                    jwks: https://issuer.example/jwks
                subscriptions:
                  - id: "123"
                    heartbeat: 00:00:30
                    criteria: http://topics/admission
                knownOnly: true
            """);
        Assert.Empty(faults);
        var sender = Assert.Single(settings!.Senders);
        Assert.Equal(("mercy-fhir", 2, false, 2), (sender.Name, sender.Resources.Count, sender.AbsoluteNumbers, sender.Verify.Count));
        Assert.Equal(TimeSpan.FromSeconds(30), sender.PolicyOf("123")!.Heartbeat);
        Assert.Null(sender.PolicyOf("124"));
    }

    [Theory]
    [InlineData("senders:\n  - name: Mercy\n    verify:\n      - scheme: unsigned", 2, "address")]
    [InlineData("senders:\n  - name: a\n    contract: fhir", 2, "verify")]
    [InlineData("senders:\n  - name: a\n    verify:\n      - scheme: md5", 4, "md5")]
    [InlineData("senders:\n  - name: a\n    verify:\n      - scheme: hub-signature", 4, "secrets")]
    [InlineData("senders:\n  - name: a\n    verify:\n      - scheme: hub-signature\n        secrets:\n          - value: x", 6, "env or by file")]
    [InlineData("senders:\n  - name: a\n    verify:\n      - scheme: bearer\n        audience: x\n        jwks: http://issuer.example/k", 6, "key set")]
    [InlineData("senders:\n  - name: a\n    colour: red\n    verify:\n      - scheme: unsigned", 3, "colour")]
    [InlineData("senders:\n  - name: a\n    heartbeat: soon\n    verify:\n      - scheme: unsigned", 3, "heartbeat")]
    [InlineData("senders:\n  - name: a\n    resources: [Observation]\n    verify:\n      - scheme: unsigned", 3, "Observation")]
    [InlineData("senders:\n  - name: a\n   verify: [", 3, "YAML")]
    [InlineData("", 1, "no senders")]
    [InlineData("senders: yes", 1, "list")]
    public void A_fault_is_named_with_its_line_and_a_cure(string text, int line, string word)
    {
        var (settings, faults) = SubscriptionsReader.Read(text);
        Assert.Null(settings);
        Assert.Contains(faults, f => f.Line == line && f.Problem.Contains(word, StringComparison.Ordinal) && f.Cure.Length > 0);
    }
}
