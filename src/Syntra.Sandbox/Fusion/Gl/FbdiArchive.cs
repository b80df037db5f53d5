using System.IO.Compression;
using System.Text;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>The uploaded zip. The file must stand at its root under its exact name.</summary>
internal static class FbdiArchive
{
    private const string FileName = "GlInterface.csv";

    public static string? ReadGlInterface(byte[] zip, out string problem) => Read(zip, FileName, out problem);

    public static string? Read(byte[] zip, string fileName, out string problem)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
            if (archive.Entries.FirstOrDefault(e => e.FullName == fileName) is not { } entry)
            {
                problem = $"The zip file holds no control file's data file: {fileName} was not found at its root.";
                return null;
            }

            using var reader = new StreamReader(entry.Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false);
            problem = "";
            return reader.ReadToEnd();
        }
        catch (InvalidDataException)
        {
            problem = "The transferred file is not a zip file.";
            return null;
        }
    }
}
