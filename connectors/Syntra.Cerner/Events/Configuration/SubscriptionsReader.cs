using System.Text.RegularExpressions;
using Syntra.Contracts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Syntra.Cerner.Events.Configuration;

/// <summary>Reads and checks subscriptions.yaml: who may send, how it shows that it is itself, and what it promised.</summary>
public static partial class SubscriptionsReader
{
    /// <summary>Name of the file in a tenant's folder.</summary>
    public const string FileName = "subscriptions.yaml";

    /// <summary>The settings, or every fault of the text with its line and cure.</summary>
    public static (SubscriptionsSettings? Settings, IReadOnlyList<SubscriptionsFault> Faults) Read(string text)
    {
        var faults = new List<SubscriptionsFault>();
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }])
            {
                var map = new YamlMap(root, faults);
                List<SenderSettings> senders = [.. map.Maps("senders").Select(Sender).OfType<SenderSettings>()];
                map.RefuseOthers();
                foreach (var twice in senders.GroupBy(s => s.Name).Where(g => g.Count() > 1))
                {
                    map.Fault($"sender {twice.Key} is there twice", "Give each sender a name of its own", "senders");
                }

                return (faults.Count == 0 ? new SubscriptionsSettings(senders) : null, [.. faults.OrderBy(f => f.Line)]);
            }

            return (null, [new SubscriptionsFault(1, "the file has no senders", "Begin with senders: and one '- name: ...' each")]);
        }
        catch (YamlException bad)
        {
            return (null, [new SubscriptionsFault((int)bad.Start.Line, "this is not YAML", "Look at the indentation and the quotes of this line and the one before")]);
        }
    }

    private static SenderSettings? Sender(YamlMap map)
    {
        var name = map.Text("name") ?? "";
        if (!Name().IsMatch(name))
        {
            map.Fault(name.Length == 0 ? "a sender has no name" : $"'{name}' cannot be part of an address", "Use 1 to 64 lower-case letters, digits and inner dashes", "name");
        }

        IReadOnlyList<VerifySettings> verify = [.. map.Maps("verify").Select(VerifyReader.Read).OfType<VerifySettings>()];
        if (verify.Count == 0)
        {
            map.Fault($"sender {name} has no verify", "Say how its messages are checked, for example - scheme: standard-webhooks", "verify");
        }

        var sender = new SenderSettings
        {
            Name = name, Contract = Contract(map), Verify = verify, Resources = Resources(map),
            Subscriptions = [.. map.Maps("subscriptions").Select(Subscription).OfType<SubscriptionSettings>()],
            KnownOnly = map.Flag("knownOnly", otherwise: false), AbsoluteNumbers = Numbers(map), OffersEvents = map.Flag("offersEvents", otherwise: true),
            Heartbeat = map.Duration("heartbeat", TimeSpan.FromSeconds(1)), GapGrace = map.Duration("gapGrace", TimeSpan.Zero) ?? TimeSpan.FromSeconds(10),
            BackfillRetry = map.Duration("backfillRetry", TimeSpan.FromSeconds(1)) ?? TimeSpan.FromMinutes(5), Tier = map.Text("tier"),
        };
        map.RefuseOthers();
        return sender;
    }

    private static SubscriptionSettings? Subscription(YamlMap map)
    {
        var id = map.Text("id");
        if (id is null)
        {
            map.Fault("a subscription has no id", "Give the id that its messages name, for example \"123\"", "id");
        }

        var subscription = new SubscriptionSettings(id ?? "", map.Duration("heartbeat", TimeSpan.FromSeconds(1)), map.Text("tier"), map.Text("criteria"));
        map.RefuseOthers();
        return subscription;
    }

    private static SenderContract Contract(YamlMap map)
    {
        switch (map.Text("contract"))
        {
            case null or "fhir":
                return SenderContract.Fhir;
            case "careaware":
                return SenderContract.CareAware;
            case var other:
                map.Fault($"there is no contract '{other}'", "Use fhir or careaware", "contract");
                return SenderContract.Fhir;
        }
    }

    private static bool Numbers(YamlMap map)
    {
        var text = map.Text("eventNumbers");
        if (text is not (null or "absolute" or "relative"))
        {
            map.Fault($"there are no '{text}' event numbers", "Use absolute, or relative where they begin anew in each message", "eventNumbers");
        }

        return text != "relative";
    }

    private static IReadOnlyList<string> Resources(YamlMap map)
    {
        var names = map.Texts("resources");
        foreach (var name in names.Where(n => !EventTopics.ResourceTypes.Contains(n)))
        {
            map.Fault($"there is no topic for {name}", $"Use some of {string.Join(", ", EventTopics.ResourceTypes)}", "resources");
        }

        return names.Count > 0 ? names : EventTopics.ResourceTypes;
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
