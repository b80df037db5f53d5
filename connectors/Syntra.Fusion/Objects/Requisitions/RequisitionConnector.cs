using System.Globalization;
using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Requisitions;

/// <summary>
/// Purchase requisitions: made with all lines in one call, then taxes and accounts, then submitted. Editable only while incomplete. Nothing in
/// Fusion refuses the same requisition twice, so one is looked for by its mark before it is made, and a double that a lost
/// call left behind is deleted while it is incomplete.
/// </summary>
internal sealed class RequisitionConnector(ObjectCalls calls) : StepConnector<RequisitionState>(calls)
{
    private const string Api = "fscmRestApi";
    private const string Resource = "purchaseRequisitions";

    public override ObjectKind Kind => ObjectKind.Requisition;

    protected override ValueTask<RequisitionState> StartAsync(ObjectInstruction instruction, bool isFirst, CancellationToken ct) =>
        ValueTask.FromResult(new RequisitionState());

    protected override ObjectStep<RequisitionState> Next(ObjectInstruction instruction, RequisitionState state)
    {
        if (instruction.Requisition is not { } desired)
        {
            return new ObjectStep<RequisitionState>.Refuse(ObjectErrorClass.Poison, ReasonCodes.NoPayload);
        }

        if (!state.Asked)
        {
            return Find(instruction, desired);
        }

        if (state.Doubles.FirstOrDefault(d => d.IsIncomplete) is { } second)
        {
            return Calls.Delete("purchaseRequisitions.delete", At(second), (_, _) => state with { Doubles = [.. state.Doubles.Where(d => d != second)] });
        }

        return instruction.Operation == ObjectOperation.Upsert ? Buy(instruction, desired, state) : Cancel(state);
    }

    private ObjectStep<RequisitionState> Buy(ObjectInstruction instruction, RequisitionPayload desired, RequisitionState state)
    {
        switch (state.Posted)
        {
            case null when desired.Lines.Count == 0:
                return new ObjectStep<RequisitionState>.Refuse(ObjectErrorClass.Poison, ReasonCodes.NoLines);
            case null:
                return Calls.Post("purchaseRequisitions.create", Api, Resource, RequisitionBodies.Create(instruction, desired), (r, a) => state with { Posted = Answers.Read(r, a, PostedRequisition.Read) });
            case { IsIncomplete: true } posted when !posted.Buys(desired):
                return Calls.Delete("purchaseRequisitions.delete", At(posted), (_, _) => state with { Posted = null, Calculated = false });
            case { IsIncomplete: true } posted when !desired.Submit:
                return End(posted);
            case { IsIncomplete: true } posted when !state.Calculated:
                return Calls.Action("calculateTaxAndAccounting", $"{At(posted)}/action/calculateTaxAndAccounting", (_, _) => state with { Calculated = true });
            case { IsIncomplete: true } posted:
                // The action answers with a result, not with the requisition.
                return Calls.Action("submitRequisition", $"{At(posted)}/action/submitRequisition", (_, _) => state with { Posted = posted with { Status = "PENDING_APPROVAL" } });
            case { IsCanceled: false } posted when posted.Buys(desired):
                return End(posted);
            default:
                return new ObjectStep<RequisitionState>.Refuse(ObjectErrorClass.Held, ReasonCodes.RequisitionSubmitted);
        }
    }

    private ObjectStep<RequisitionState> Cancel(RequisitionState state) => state.Posted switch
    {
        null => new ObjectStep<RequisitionState>.End(),
        { IsCanceled: true } posted => End(posted),
        { IsIncomplete: true } posted => Calls.Delete("purchaseRequisitions.delete", At(posted), (_, _) => state with { Posted = null }),
        var posted => Calls.Action("cancel", $"{At(posted)}/action/cancel", (_, _) => state with { Posted = posted with { Status = "CANCELED" } }),
    };

    /// <summary>Framework version 1, whose conditions are joined by a semicolon: the form that is seen to work for this resource.</summary>
    private ObjectStep<RequisitionState>.Call Find(ObjectInstruction instruction, RequisitionPayload desired)
    {
        string Path(string and)
        {
            var query = $"Description LIKE {Answers.Quote("%" + RequisitionBodies.Mark(instruction.ObjectKey))}{and}RequisitioningBU={Answers.Quote(desired.BusinessUnit)}";
            return $"{Resource}?q={Uri.EscapeDataString(query)}&expand=lines&orderBy=RequisitionHeaderId&limit=10";
        }

        var call = Calls.Get("purchaseRequisitions", Api, Path(";"), (r, a) => Answers.Read(r, a, Read), version: 1);

        // A batch has one framework version for all its parts, and from 2 on conditions are joined by a word.
        return call with { Part = call.Part! with { Path = "/" + Path(" and ") } };
    }

    /// <summary>The oldest that is not cancelled; what was deleted or cancelled before is history.</summary>
    private static RequisitionState Read(JsonElement root)
    {
        var found = Answers.Items(root).EnumerateArray().Select(PostedRequisition.Read).OrderBy(r => r.Id).ToList();
        var posted = found.Find(r => !r.IsCanceled) ?? found.LastOrDefault();
        return new RequisitionState { Asked = true, Posted = posted, Doubles = [.. found.Where(r => r != posted && !r.IsCanceled)] };
    }

    private string At(PostedRequisition posted) => string.Create(CultureInfo.InvariantCulture, $"{Calls.Root(Api)}{Resource}/{posted.Id}");

    private static ObjectStep<RequisitionState>.End End(PostedRequisition posted) =>
        new(("RequisitionHeaderId", posted.Id.ToString(CultureInfo.InvariantCulture)), ("Requisition", posted.Number));
}
