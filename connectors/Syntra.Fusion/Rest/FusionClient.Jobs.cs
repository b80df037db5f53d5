using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Syntra.Fusion.Fbdi;

namespace Syntra.Fusion.Rest;

public sealed partial class FusionClient
{
    /// <summary>UCM account of general ledger imports; the wrong one fails silently.</summary>
    public const string GeneralLedgerAccount = "fin$/generalLedger$/import$";

    /// <summary>Puts a zip into UCM. Harmless to repeat: every upload is a document of its own.</summary>
    /// <returns>DocumentId.</returns>
    public async Task<string> UploadAsync(string fileName, byte[] zip, string account, CancellationToken ct)
    {
        const string operation = "uploadFileToUCM";
        if (zip.Length > _options.MaximumUploadBytes)
        {
            throw new FusionException(FusionErrorKind.Poison, operation, $"the zip of {zip.Length} bytes is larger than {_options.MaximumUploadBytes}");
        }

        var request = Write(operation, _options.UploadTimeout, json =>
        {
            json.WriteBase64String("DocumentContent", zip);
            json.WriteString("ContentType", "zip");
            json.WriteString("FileName", fileName);
            json.WriteString("DocumentAccount", account);
            json.WriteNull("DocumentId");
        });
        return await ReadAsync(request, answer => NotEmpty(answer.Text("DocumentId")), "DocumentId", ct);
    }

    /// <summary>Submits a job. Not harmless to repeat in general: an unknown outcome must be looked into first.</summary>
    /// <returns>ReqstId.</returns>
    public async Task<long> SubmitAsync(EssJob job, string parameters, CancellationToken ct)
    {
        var request = Write("submitESSJobRequest", _options.SubmitTimeout, json =>
        {
            json.WriteString("JobPackageName", job.Package);
            json.WriteString("JobDefName", job.Definition);
            json.WriteString("ESSParameters", parameters);
            json.WriteString("ReqstId", "");
        });

        // ReqstId -1 or none in a 201 means that nothing is known of a job.
        var id = await ReadAsync(request, answer => answer.Integer("ReqstId") is > 0 and var value ? (object)value : null, "ReqstId", ct);
        return (long)id;
    }

    /// <summary>The request and all that it started, as far as Fusion shows it now.</summary>
    public async Task<EssTree> GetTreeAsync(long requestId, CancellationToken ct)
    {
        var request = Read("ESSExecutionDetailsRF", Invariant($"{_resources}erpintegrations?finder=ESSExecutionDetailsRF;requestId={requestId}"));
        return await ReadAsync(request, answer => FirstItem(answer)?.Text("RequestStatus") is { } text ? EssTree.Parse(text) : null, "RequestStatus", ct);
    }

    /// <summary>Text files that a request wrote, by name. Empty where it wrote none.</summary>
    public async Task<IReadOnlyDictionary<string, string>> GetFilesAsync(long requestId, EssFiles files, CancellationToken ct)
    {
        var kind = files.ToString().ToUpperInvariant();
        var request = Read("ESSJobExecutionDetailsRF", Invariant($"{_resources}erpintegrations?finder=ESSJobExecutionDetailsRF;requestId={requestId},fileType={kind}"));
        return await ReadAsync(
            request,
            answer => FirstItem(answer)?.Text("DocumentContent") is { Length: > 0 } content ? FbdiZip.Unpack(Convert.FromBase64String(content)) : new Dictionary<string, string>(),
            "DocumentContent",
            ct);
    }

    private FusionRequest Write(string operation, TimeSpan timeout, Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("OperationName", operation);
            body(json);
            json.WriteEndObject();
        }

        return new FusionRequest(operation, HttpMethod.Post, _resources + "erpintegrations", timeout)
        {
            Body = buffer.WrittenSpan.ToArray(),
            MediaType = "application/vnd.oracle.adf.resourceitem+json",
        };
    }

    private static JsonElement? FirstItem(JsonElement answer) =>
        answer.Member("items") is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() > 0 ? items[0] : null;

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
