using Syntra.Contracts;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Fusion.Objects.Calls;

namespace Syntra.Fusion.Objects.Hdl;

/// <summary>Credentials by HCM Data Loader: lines under our source key.</summary>
internal sealed class CredentialBulk(ObjectCalls calls, ObjectSettings settings) : HdlRoute(calls)
{
    public override ObjectKind Kind => ObjectKind.WorkerCredential;

    /// <summary>A line would make what is to end or to go where it does not stand, so that goes by REST, which looks first.</summary>
    public override bool Takes(ObjectInstruction instruction) => instruction.Credential is null || instruction.Operation == ObjectOperation.Upsert;

    public override ValueTask<BulkRow> ReadAsync(ObjectInstruction instruction, CancellationToken ct) => instruction.Credential is null
        ? throw new ObjectRefusedException(ObjectErrorClass.Poison, ReasonCodes.NoPayload, null)
        : ValueTask.FromResult(new BulkRow(instruction));

    protected override (string File, string Text) Write(IReadOnlyList<ObjectInstruction> instructions) =>
        (WorkerFiles.ProfileFile, WorkerFiles.Credentials(instructions, settings.SourceSystem, number => settings.ProfileCodePrefix + number));

    protected override ObjectResult Refused(string text) => text.Contains("ProfileCode", StringComparison.Ordinal)
        ? new ObjectResult.Refused(ObjectErrorClass.Parked, ReasonCodes.ProfileNotThere, null)
        : base.Refused(text);
}
