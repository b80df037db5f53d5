using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>AlterConfigs (33), v0-2, which older clients use: the request replaces all of a topic's settings.</summary>
internal sealed class AlterConfigsHandler(Broker broker) : ApiHandler(ApiKey.AlterConfigs, 0, 2, flexibleFrom: 2)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var resources = r.Array(x =>
        {
            var resource = (Type: x.Int8(), Name: x.String(), Settings: ReadSettings(x));
            x.Tags();
            return resource;
        });
        var validateOnly = r.Bool();
        r.Tags();
        w.Int32(0);
        w.Array(resources, (x, resource) => AlterOutcome.Write(
            x, AlterOutcome.Apply(broker, resource.Type, resource.Name, _ => resource.Settings, validateOnly), resource.Type, resource.Name));
        w.Tags();
    }

    private static Dictionary<string, string> ReadSettings(WireReader r)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var n = r.ArrayLength(); n > 0; n--)
        {
            var (name, value) = (r.String(), r.NullableString());
            r.Tags();
            if (value is not null)
            {
                settings[name] = value;
            }
        }

        return settings;
    }
}
