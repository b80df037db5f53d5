using System.Text.Json;

namespace Syntra.Cli.Operating;

/// <summary>Where a running instance's Kafka and registry listen: a file in its state folder, so that an operator's verb finds them.</summary>
/// <param name="Bootstrap">Kafka, host:port list.</param>
/// <param name="Registry">Schema Registry.</param>
internal sealed record InstanceAddress(string Bootstrap, Uri Registry)
{
    private const string FileName = "endpoints.json";

    /// <summary>Writes it into a state folder; a crash leaves the old file or the new one.</summary>
    internal void Write(string directory)
    {
        string path = Path.Combine(directory, FileName);
        File.WriteAllBytes(path + ".next", JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(path + ".next", path, overwrite: true);
    }

    /// <summary>What a state folder says; null where it says nothing.</summary>
    internal static InstanceAddress? Read(string directory)
    {
        string path = Path.Combine(directory, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<InstanceAddress>(File.ReadAllBytes(path)) : null;
        }
        catch (JsonException bad)
        {
            throw new CommandException($"{path} cannot be read. Name the cluster with --bootstrap and --registry.", bad);
        }
    }
}
