using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Tests.Delivery;

public sealed class OptionsTests
{
    private static readonly JournalDeliveryOptions s_good = new() { Topics = new TopicNames("t1"), BootstrapServers = "h:1", Ledgers = _ => null };

    public static TheoryData<string, JournalDeliveryOptions> Bad() => new()
    {
        { nameof(JournalDeliveryOptions.BootstrapServers), s_good with { BootstrapServers = "" } },
        { nameof(JournalDeliveryOptions.MaximumInstructions), s_good with { MaximumInstructions = 0 } },
        { nameof(JournalDeliveryOptions.MaximumBatchBytes), s_good with { MaximumBatchBytes = 2_000_000 } },
        { nameof(JournalDeliveryOptions.MaximumInFlight), s_good with { MaximumInFlight = 0 } },
        { nameof(JournalDeliveryOptions.PostParameters), s_good with { PostParameters = "{ledgerId}" } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_wrong_option_is_named_with_its_cure(string option, JournalDeliveryOptions options) =>
        Assert.Contains(option, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);

    [Fact]
    public void Good_options_pass() => s_good.Validate();

    [Fact]
    public void Secrets_do_not_show_in_text()
    {
        Assert.DoesNotContain("hush", new FusionCredentials.Basic("u", "hush").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", new FusionCredentials.OAuthClient(new Uri("http://a/"), "id", "hush", "s").ToString(), StringComparison.Ordinal);
    }
}
