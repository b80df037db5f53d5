using System.IO.Compression;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>A request's own log and output as a zip; each request of a tree has its own.</summary>
internal static class OutputArchive
{
    public static string[] Kinds(string? fileType) => fileType switch
    {
        "LOG" => ["LOG"],
        "OUT" => ["OUT"],
        null or "" or "ALL" => ["LOG", "OUT"],
        _ => throw FusionProblem.BadRequest($"{fileType} is not a file type; LOG, OUT and ALL are.", "FileType"),
    };

    /// <summary>The zip in base64, or null when the request has written nothing of the kind (yet).</summary>
    public static string? Write(Session session, long requestId, string[] kinds)
    {
        var files = session.Query(
            "SELECT kind, file_name, content FROM ess_output WHERE request_id = @id ORDER BY kind, file_name",
            static r => (Kind: r.GetString(0), Name: r.GetString(1), Text: r.GetString(2)), ("@id", requestId)).FindAll(f => kinds.Contains(f.Kind));
        if (files.Count == 0)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                using var writer = new StreamWriter(zip.CreateEntry(file.Name).Open());
                writer.Write(file.Text);
            }
        }

        return Convert.ToBase64String(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
