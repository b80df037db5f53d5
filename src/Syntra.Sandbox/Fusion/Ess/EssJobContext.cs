using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Ess;

/// <summary>What a job may use while it runs.</summary>
internal sealed class EssJobContext(Session session, ObjectStore objects, EssRequest request, FusionLatencies latencies, long now)
{
    public Session Session { get; } = session;

    /// <summary>The pod's objects, for looking at.</summary>
    public ObjectStore Objects { get; } = objects;

    public EssRequest Request { get; } = request;

    /// <summary>The pod's clock in Unix milliseconds.</summary>
    public long Now { get; } = now;

    public FusionLatencies Latencies { get; } = latencies;

    /// <summary>Submits a request below this one, to be seen and run after the delay.</summary>
    public long SubmitChild(EssSubmission submission, TimeSpan delay = default)
    {
        var at = Now + (long)delay.TotalMilliseconds;
        return EssStore.Insert(Session, submission, Request, Request.Submitter, appearsAt: at, dueAt: at + (long)Latencies.Step.TotalMilliseconds);
    }

    /// <summary>How the youngest child of a definition ended.</summary>
    public EssState ChildOutcome(string definition) =>
        EssStore.Children(Session, Request.Id).Last(c => c.Submission.Definition == definition).State;

    public void WriteLog(string text) => Write("LOG", $"{Request.Id}.log", text);

    public void WriteOutput(string fileName, string text) => Write("OUT", fileName, text);

    private void Write(string kind, string fileName, string text) =>
        Session.Execute(
            "INSERT INTO ess_output VALUES (@id, @kind, @file, @text) ON CONFLICT DO UPDATE SET content = content || excluded.content",
            ("@id", Request.Id), ("@kind", kind), ("@file", fileName), ("@text", text));
}
