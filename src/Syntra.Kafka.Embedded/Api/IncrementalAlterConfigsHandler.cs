using Syntra.Kafka.Embedded.Topics;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>IncrementalAlterConfigs (44), v0-1: set, delete, append to or subtract from single settings of a topic.</summary>
internal sealed class IncrementalAlterConfigsHandler(Broker broker) : ApiHandler(ApiKey.IncrementalAlterConfigs, 0, 1, flexibleFrom: 1)
{
    private readonly record struct Change(string Name, int Operation, string? Value);

    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var resources = r.Array(x =>
        {
            var resource = (Type: x.Int8(), Name: x.String(), Changes: x.Array(ReadChange));
            x.Tags();
            return resource;
        });
        var validateOnly = r.Bool();
        r.Tags();
        w.Int32(0);
        w.Array(resources, (x, resource) => AlterOutcome.Write(
            x, AlterOutcome.Apply(broker, resource.Type, resource.Name, s => Changed(s, resource.Changes), validateOnly), resource.Type, resource.Name));
        w.Tags();
    }

    private static Change ReadChange(WireReader r)
    {
        var change = new Change(r.String(), r.Int8(), r.NullableString());
        r.Tags();
        return change;
    }

    private static Dictionary<string, string> Changed(TopicSettings settings, Change[] changes)
    {
        var result = new Dictionary<string, string>(settings.Overrides, StringComparer.Ordinal);
        foreach (var (name, operation, value) in changes)
        {
            var current = TopicSettingCatalog.All.TryGetValue(name, out var known)
                ? result.GetValueOrDefault(name, known.Default).Split(',', StringSplitOptions.RemoveEmptyEntries)
                : [];
            var words = (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
            if (operation == 1)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = operation switch
                {
                    2 => string.Join(',', current.Union(words, StringComparer.Ordinal)),
                    3 => string.Join(',', current.Except(words, StringComparer.Ordinal)),
                    _ => value ?? "",
                };
            }
        }

        return result;
    }
}
