using System.Text.RegularExpressions;
using Syntra.Cerner.Events.Configuration;
using Syntra.Cerner.Fhir.Polling;
using Syntra.Cerner.Fhir.Smart;
using Syntra.Contracts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Syntra.Cerner.Fhir.Configuration;

/// <summary>Reads and checks sources.yaml: what is polled beside the database.</summary>
public static partial class SourcesReader
{
    /// <summary>Name of the file in a tenant's folder.</summary>
    public const string FileName = "sources.yaml";

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>The settings, or every fault of the text with its line and cure.</summary>
    public static (SourcesSettings? Settings, IReadOnlyList<SubscriptionsFault> Faults) Read(string text)
    {
        var faults = new List<SubscriptionsFault>();
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            if (yaml.Documents is not [{ RootNode: YamlMappingNode root }])
            {
                return (null, [new SubscriptionsFault(1, "the file has no sources", "Begin with sources: and one '- name: ...' each")]);
            }

            var map = new YamlMap(root, faults);
            List<SourceSettings> sources = [.. map.Maps("sources").Select(Source).OfType<SourceSettings>()];
            map.RefuseOthers();
            foreach (var twice in sources.GroupBy(s => s.Name).Where(g => g.Count() > 1))
            {
                map.Fault($"source {twice.Key} is there twice", "Give each source a name of its own", "sources");
            }

            return (faults.Count == 0 ? new SourcesSettings(sources) : null, [.. faults.OrderBy(f => f.Line)]);
        }
        catch (YamlException bad)
        {
            return (null, [new SubscriptionsFault((int)bad.Start.Line, "this is not YAML", "Look at the indentation and the quotes of this line and the one before")]);
        }
    }

    private static SourceSettings? Source(YamlMap map)
    {
        var name = map.Text("name") ?? "";
        if (!Name().IsMatch(name))
        {
            map.Fault(name.Length == 0 ? "a source has no name" : $"'{name}' cannot be part of a Kafka id", "Use 1 to 64 lower-case letters, digits and inner dashes", "name");
        }

        var kind = Choice(map, "kind", ("fhir", SourceKind.Fhir), ("signed-events", SourceKind.SignedEvents));
        var source = new SourceSettings
        {
            Name = name, Kind = kind, Address = Address(map), AllowPrivate = map.Flag("allowPrivate", otherwise: false), TokenHosts = map.Texts("tokenHosts"),
            Scopes = Choice(map, "scopes", ("auto", ScopeStyle.Auto), ("v1", ScopeStyle.V1), ("v2", ScopeStyle.V2)),
            PollInterval = map.Duration("pollInterval", Least) ?? TimeSpan.FromSeconds(30),
            Overlap = map.Duration("overlap", Least) ?? TimeSpan.FromMinutes(5), WalkInterval = map.Duration("walkInterval", Least) ?? TimeSpan.FromMinutes(15),
            ClientId = map.Text("clientId"), KeyId = map.Text("keyId") ?? "", Key = map.Maps("key").Select(VerifyReader.Secret).FirstOrDefault(),
            Secrets = [.. map.Maps("secrets").Select(VerifyReader.Secret)], Resources = [.. map.Maps("resources").Select(Resource)],
        };
        if (source.ClientId is not null && (source.Key is null || source.KeyId.Length == 0))
        {
            map.Fault($"source {name} has a clientId without a key", "Give keyId, and key: with - env: NAME or - file: path; or take clientId out", "clientId");
        }

        if (kind == SourceKind.Fhir && source.Resources.Count == 0)
        {
            map.Fault($"source {name} polls nothing", "Give resources: with one - type: a line", "resources");
        }

        if (kind == SourceKind.SignedEvents && source.Secrets.Count is 0 or > 4)
        {
            map.Fault($"source {name} has {source.Secrets.Count} secrets", "Give one, or two while one takes over from the other", "secrets");
        }

        map.RefuseOthers();
        return source;
    }

    private static PolledResource Resource(YamlMap map)
    {
        var type = map.Text("type") ?? "";
        if (!EventTopics.ResourceTypes.Contains(type))
        {
            map.Fault($"there is no topic for '{type}'", $"Use one of {string.Join(", ", EventTopics.ResourceTypes)}", "type");
        }

        var query = map.Text("query") ?? "";
        if (query.Contains("_lastUpdated", StringComparison.Ordinal) || query.Contains("_count", StringComparison.Ordinal) || query.StartsWith('?'))
        {
            map.Fault("query sets what the poller sets itself", "Leave out _lastUpdated, _count and the question mark", "query");
        }

        var resource = new PolledResource(type, query, Choice(map, "mode", ("auto", PollMode.Auto), ("window", PollMode.Window), ("walk", PollMode.Walk)));
        map.RefuseOthers();
        return resource;
    }

    private static Uri Address(YamlMap map)
    {
        if (Uri.TryCreate(map.Text("address"), UriKind.Absolute, out var address) && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback))
            && address.Query.Length == 0 && address.UserInfo.Length == 0)
        {
            return address;
        }

        map.Fault("the address is none that can be used", "Give an https address without query and user", "address");
        return new Uri("https://invalid.example/");
    }

    private static T Choice<T>(YamlMap map, string name, params ReadOnlySpan<(string Text, T Value)> choices)
    {
        var text = map.Text(name);
        var known = new List<string>();
        foreach (var choice in choices)
        {
            if (text == choice.Text)
            {
                return choice.Value;
            }

            known.Add(choice.Text);
        }

        if (text is not null)
        {
            map.Fault($"there is no {name} '{text}'", $"Use {string.Join(", ", known)}", name);
        }

        return choices[0].Value;
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
