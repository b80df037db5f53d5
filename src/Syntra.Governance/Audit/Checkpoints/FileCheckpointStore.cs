using System.Globalization;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Audit.Checkpoints;

/// <summary>One file per checkpoint in a folder, for a mount that the chain's writer can only add to. Files are never overwritten.</summary>
public sealed class FileCheckpointStore : ICheckpointStore
{
    private readonly string _directory;

    /// <summary>Uses a folder; each tenant has a folder in it.</summary>
    public FileCheckpointStore(string directory) => _directory = directory;

    /// <inheritdoc/>
    public void Append(string tenant, string note)
    {
        var folder = Path.Combine(_directory, tenant);
        Directory.CreateDirectory(folder);
        var checkpoint = CheckpointNote.Parse(note).Checkpoint;
        var order = Directory.EnumerateFiles(folder, "*.checkpoint").Count();
        var name = string.Create(CultureInfo.InvariantCulture, $"{order:D8}-{checkpoint.At.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{checkpoint.Size}.checkpoint");
        PrivateFile.Replace(Path.Combine(folder, name), System.Text.Encoding.UTF8.GetBytes(note));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Read(string tenant)
    {
        var folder = Path.Combine(_directory, tenant);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.checkpoint").Order(StringComparer.Ordinal).Select(File.ReadAllText)]
            : [];
    }
}
