namespace Syntra.Cli.Indexing;

/// <summary>
/// Of which Kafka cluster an index is: places mean nothing in another one, and would be other records there. Kept in a file beside the
/// index; an index without it is of nobody knows which, and made anew.
/// </summary>
internal static class IndexCluster
{
    private const string FileName = "cluster.id";

    /// <summary>Why the files of a folder are not those of a cluster; null where they are, or where there are none.</summary>
    internal static string? Foreign(string folder, string? cluster, string extension)
    {
        if (cluster is null || !Directory.Exists(folder) || !Directory.EnumerateFiles(folder, "*" + extension).Any())
        {
            return null;
        }
        string path = Path.Combine(folder, FileName);
        string known = File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        return known == cluster ? null
            : known.Length == 0 ? $"the index in {folder} does not say which Kafka cluster it is of"
            : $"the index in {folder} is of another Kafka cluster ({known}, this one is {cluster})";
    }

    /// <summary>Makes a folder one for an index of a cluster: what is foreign in it goes first, so that a crash in between leaves nothing foreign.</summary>
    internal static void Claim(string folder, string? cluster, bool foreign, string extension)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in foreign ? Directory.GetFiles(folder, "*" + extension) : [])
        {
            File.Delete(file);
        }
        string path = Path.Combine(folder, FileName);
        if (cluster is not null && (!File.Exists(path) || File.ReadAllText(path) != cluster))
        {
            File.WriteAllText(path + ".next", cluster);
            File.Move(path + ".next", path, overwrite: true);
        }
    }
}
