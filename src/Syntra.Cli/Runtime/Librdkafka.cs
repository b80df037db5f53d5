using Confluent.Kafka;

namespace Syntra.Cli.Runtime;

/// <summary>Checks the native library that Confluent.Kafka has loaded.</summary>
internal static class Librdkafka
{
    private const string Resource = "librdkafka.minimum-version";

    /// <summary>Refuses to go on with a librdkafka older than the one that the project is tested with.</summary>
    /// <exception cref="CommandException">It is too old, or cannot be loaded.</exception>
    internal static void RequireMinimum()
    {
        string loaded = Loaded();
        if (Number(loaded) < Number(Minimum()))
        {
            throw new CommandException($"librdkafka {loaded} is loaded, {Minimum()} or later is needed. Remove it from the search path, or run eng/setup.sh again.");
        }
    }

    private static string Loaded()
    {
        try
        {
            return Library.VersionString;
        }
        catch (Exception missing) when (missing is DllNotFoundException or InvalidOperationException or BadImageFormatException)
        {
            throw new CommandException("librdkafka cannot be loaded: " + missing.Message + " Run eng/setup.sh again.", missing);
        }
    }

    private static string Minimum()
    {
        using var stream = typeof(Librdkafka).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException(Resource + " is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Trim();
    }

    // "2.14.2-RC1" compares as 2.14.2.
    private static Version Number(string text) => Version.Parse(text.Split('-')[0]);
}
