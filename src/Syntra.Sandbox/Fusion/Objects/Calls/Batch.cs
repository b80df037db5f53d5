using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Store;

namespace Syntra.Sandbox.Fusion.Objects.Calls;

/// <summary>POST of a batch to a service root: parts in order, all or none; where one is refused, the answer names the refused ones alone.</summary>
internal sealed class Batch(string api, ObjectRequest request, ObjectRouter router, ObjectTransaction transaction)
{
    public const string MediaType = "application/vnd.oracle.adf.batch+json";

    /// <summary>Parts of a batch mostly have one address.</summary>
    private (string Text, IReadOnlyList<string> Parts, IReadOnlyDictionary<string, string> Query) _address = ("", [], new Dictionary<string, string>(StringComparer.Ordinal));

    public ObjectAnswer Handle()
    {
        if (request.Body is not { } body || !body.TryGetProperty("parts", out var parts) || parts.ValueKind != JsonValueKind.Array)
        {
            throw FusionProblem.BadRequest("The batch has no parts.");
        }

        var answers = new List<JsonPiece>(parts.GetArrayLength());
        var refused = new List<(int Index, FusionProblem Problem)>();
        var index = 0;
        foreach (var part in parts.EnumerateArray())
        {
            var mark = transaction.Mark();
            try
            {
                answers.Add(Part(part.IsObject() ? part : throw FusionProblem.BadRequest("A part is not an object.")));
            }
            catch (FusionProblem problem)
            {
                transaction.Undo(mark);
                refused.Add((index, problem));
            }

            index++;
        }

        if (refused.Count > 0)
        {
            var first = refused[0].Problem;
            throw new FusionProblem(first.Status, first.Message, first.Code, string.Join(' ', refused.Select(r => string.Create(CultureInfo.InvariantCulture, $"parts[{r.Index}]/payload/{r.Problem.ErrorPath}"))));
        }

        return new ObjectAnswer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("parts"u8);
            answers.ForEach(write => write(json));
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private JsonPiece Part(JsonElement part)
    {
        var address = Address(part);
        var operation = part.Text("operation") ?? "";
        var method = operation switch
        {
            "get" => "GET",
            "create" or "upsert" => "POST",
            "update" => "PATCH",
            "delete" => "DELETE",
            "invoke" => throw FusionProblem.BadRequest($"The action {address.Text[(address.Text.LastIndexOf('/') + 1)..]} isn't enabled for batch execution."),
            _ => throw FusionProblem.BadRequest($"Invalid operation {operation} for the specified resource."),
        };
        var answer = router.Handle(api, request with
        {
            Method = method,
            Path = address.Parts,
            Query = address.Query,
            Body = part.TryGetProperty("payload", out var payload) && payload.IsObject() ? payload : null,
            Upsert = operation == "upsert",
            IfMatch = null,
            EffectiveOf = null,
            ContentType = JsonAnswer.Item,
        }, transaction);
        return json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("id"u8);
            if (part.TryGetProperty("id", out var id))
            {
                id.WriteTo(json);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteString("path"u8, address.Text);
            json.WriteString("operation"u8, operation);
            json.WritePropertyName("payload"u8);
            Write(json, answer.Body);
            json.WriteEndObject();
        };
    }

    private static void Write(Utf8JsonWriter json, JsonPiece? body)
    {
        if (body is null)
        {
            json.WriteNullValue();
            return;
        }

        body(json);
    }

    private (string Text, IReadOnlyList<string> Parts, IReadOnlyDictionary<string, string> Query) Address(JsonElement part)
    {
        if (!part.TryGetProperty("path", out var path) || path.ValueKind != JsonValueKind.String)
        {
            throw FusionProblem.BadRequest("A part has no path.");
        }

        if (!path.ValueEquals(_address.Text))
        {
            var text = path.GetString()!;
            var question = text.IndexOf('?', StringComparison.Ordinal);
            var query = question < 0 ? [] : QueryHelpers.ParseQuery(text[question..]);
            _address = (text, [.. (question < 0 ? text : text[..question]).Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)],
                query.ToDictionary(static q => q.Key, static q => q.Value.ToString(), StringComparer.Ordinal));
        }

        return _address;
    }
}
