namespace Syntra.Kafka.Embedded.Api;

/// <summary>Where a setting's value comes from, by Kafka's numbers.</summary>
internal static class ConfigSource
{
    public const int Topic = 1;
    public const int StaticBroker = 4;
    public const int Default = 5;
}
