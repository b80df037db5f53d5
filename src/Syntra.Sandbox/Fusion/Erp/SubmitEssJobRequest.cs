using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Ess;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Erp;

/// <summary>submitESSJobRequest: submits a job, answers with its ReqstId. Arguments are checked by the job, not here.</summary>
internal sealed class SubmitEssJobRequest : IErpOperation
{
    public string Name => "submitESSJobRequest";

    public Func<Session, long, JsonObject> Prepare(FusionCall call)
    {
        var submission = Submission(call.Required("JobPackageName"), call.Required("JobDefName"), call.Attribute("ESSParameters"));
        return (session, now) => new JsonObject { ["ReqstId"] = Submit(session, submission, call, now) };
    }

    public static EssSubmission Submission(string package, string definition, string? parameters)
    {
        if (!EssJobs.IsSubmittable(package, definition))
        {
            throw FusionProblem.BadRequest($"JobDefinition://{package.Trim('/')}/{definition} was not found.", "JobDefName");
        }

        return new("/" + package.Trim('/'), definition, string.IsNullOrEmpty(parameters) ? [] : parameters.Split(','));
    }

    public static string Submit(Session session, EssSubmission submission, FusionCall call, long now) =>
        EssStore.Insert(session, submission, parent: null, call.Principal.Name, appearsAt: now, dueAt: now).ToString(CultureInfo.InvariantCulture);
}
