namespace Syntra.EndToEnd.Tests;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("syntra-e2e-").FullName;

    internal string Sub(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Bytes in a folder, which may not be there yet and whose files may come and go.</summary>
    internal static long Size(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true }).Sum(Length) : 0;

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
