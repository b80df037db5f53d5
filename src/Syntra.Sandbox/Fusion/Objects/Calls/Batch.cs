using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Store;

namespace Syntra.Sandbox.Fusion.Objects.Calls;

/// <summary>POST of a batch to a service root: parts in order, all or none; where one is refused, the answer names the refused ones alone.</summary>
internal static class Batch
{
    public const string MediaType = "application/vnd.oracle.adf.batch+json";

    public static ObjectAnswer Handle(string api, ObjectRequest request, ObjectRouter router, ObjectTransaction transaction)
    {
        if (request.Body?["parts"] is not JsonArray parts)
        {
            throw FusionProblem.BadRequest("The batch has no parts.");
        }

        var answers = new JsonArray();
        var refused = new List<(int Index, FusionProblem Problem)>();
        for (var i = 0; i < parts.Count; i++)
        {
            var mark = transaction.Mark();
            try
            {
                answers.Add(Part(api, request, parts[i] as JsonObject ?? throw FusionProblem.BadRequest("A part is not an object."), router, transaction));
            }
            catch (FusionProblem problem)
            {
                transaction.Undo(mark);
                refused.Add((i, problem));
            }
        }

        if (refused.Count > 0)
        {
            var first = refused[0].Problem;
            throw new FusionProblem(first.Status, first.Message, first.Code, string.Join(' ', refused.Select(r => string.Create(CultureInfo.InvariantCulture, $"parts[{r.Index}]/payload/{r.Problem.ErrorPath}"))));
        }

        return new ObjectAnswer(200, new JsonObject { ["parts"] = answers });
    }

    private static JsonObject Part(string api, ObjectRequest request, JsonObject part, ObjectRouter router, ObjectTransaction transaction)
    {
        var path = (string?)part["path"] ?? throw FusionProblem.BadRequest("A part has no path.");
        var operation = (string?)part["operation"] ?? "";
        var method = operation switch
        {
            "get" => "GET",
            "create" or "upsert" => "POST",
            "update" => "PATCH",
            "delete" => "DELETE",
            "invoke" => throw FusionProblem.BadRequest($"The action {path[(path.LastIndexOf('/') + 1)..]} isn't enabled for batch execution."),
            _ => throw FusionProblem.BadRequest($"Invalid operation {operation} for the specified resource."),
        };
        var question = path.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? [] : QueryHelpers.ParseQuery(path[question..]);
        var answer = router.Handle(api, request with
        {
            Method = method,
            Path = [.. (question < 0 ? path : path[..question]).Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)],
            Query = query.ToDictionary(static q => q.Key, static q => q.Value.ToString(), StringComparer.Ordinal),
            Body = part["payload"] as JsonObject,
            Upsert = operation == "upsert",
            IfMatch = null,
            EffectiveOf = null,
            ContentType = JsonAnswer.Item,
        }, transaction);
        return new JsonObject { ["id"] = part["id"]?.DeepClone(), ["path"] = path, ["operation"] = operation, ["payload"] = answer.Body };
    }
}
