using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Syntra.Cerner.Events.Receiving;

/// <summary>Writes why a message was refused, as an OperationOutcome.</summary>
internal static class OutcomeBody
{
    internal static async Task WriteAsync(HttpResponse response, HookAnswer answer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "OperationOutcome");
            json.WriteStartArray("issue");
            json.WriteStartObject();
            json.WriteString("severity", "error");
            json.WriteString("code", IssueCode(answer.Status));
            json.WriteString("diagnostics", answer.Detail is null ? answer.Code : $"{answer.Code}: {answer.Detail}");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        response.ContentType = "application/fhir+json";
        response.ContentLength = buffer.Length;
        await response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), response.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    private static string IssueCode(int status) => status switch
    {
        401 => "login",
        404 => "not-found",
        405 or 415 => "not-supported",
        408 => "timeout",
        409 => "conflict",
        413 => "too-long",
        422 => "structure",
        429 => "throttled",
        503 => "transient",
        _ => "invalid",
    };
}
