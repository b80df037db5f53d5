using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;

namespace Syntra.Fusion.Objects.CostCenters;

/// <summary>Cost centres as values of a value set: one value per POST, upserted; changed by PATCH.</summary>
internal sealed class CostCenterConnector(ObjectCalls calls) : StepConnector<CostCenterState>(calls)
{
    private const string Api = "fscmRestApi";

    public override ObjectKind Kind => ObjectKind.CostCenter;

    protected override ValueTask<CostCenterState> StartAsync(ObjectInstruction instruction, bool isFirst, CancellationToken ct) =>
        ValueTask.FromResult(new CostCenterState(isFirst && instruction.Operation == ObjectOperation.Upsert, null));

    protected override ObjectStep<CostCenterState> Next(ObjectInstruction instruction, CostCenterState state)
    {
        if (instruction.CostCenter is not { } payload)
        {
            return new ObjectStep<CostCenterState>.Refuse(ObjectErrorClass.Poison, ReasonCodes.NoPayload);
        }

        var values = $"valueSets/{Uri.EscapeDataString(payload.ValueSet)}/child/values";
        if (!state.Asked)
        {
            return Calls.Get("valueSetValue", Api, $"{values}?q={Uri.EscapeDataString($"Value={Answers.Quote(payload.Value)}")}&limit=2", (r, a) => new CostCenterState(true, Answers.First(r, a, CostCenterValue.Read)));
        }

        var desired = CostCenterValue.Of(instruction, payload);
        return state.Posted switch
        {
            null when instruction.Operation != ObjectOperation.Upsert => new ObjectStep<CostCenterState>.End(),
            null => Calls.Post("valueSetValue.create", Api, values, Body(payload.Value, desired), Learn, upsert: true),
            var posted when posted.SaysAs(desired) => new ObjectStep<CostCenterState>.End(("ValueId", posted.Id)),
            var posted => Calls.Patch("valueSetValue.update", $"{Calls.Root(Api)}{values}/{posted.Id}", posted.ETag, Body(null, desired), Learn),
        };
    }

    private static CostCenterState Learn(Rest.FusionRequest request, Rest.HttpAnswer answer) =>
        new(true, Answers.Read(request, answer, CostCenterValue.Read));

    private static byte[] Body(string? value, CostCenterValue desired) => JsonBody.Object(json =>
    {
        if (value is not null)
        {
            json.WriteString("Value", value);
        }

        json.WriteString("Description", desired.Description);
        json.WriteString("EnabledFlag", desired.Enabled ? "Y" : "N");
        json.WriteDate("StartDateActive", desired.StartsOn);
        json.WriteDate("EndDateActive", desired.EndsOn);
    });
}
