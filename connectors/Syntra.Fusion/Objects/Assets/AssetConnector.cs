using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Assets;

/// <summary>
/// Capital equipment by the fixed assets operations of erpintegrations (there is no assets resource). The asset number is ours, so that
/// the asset is found by it and a second addition of it is refused.
/// </summary>
internal sealed class AssetConnector(ObjectCalls calls, ObjectSettings settings) : StepConnector<AssetState>(calls)
{
    public override ObjectKind Kind => ObjectKind.Asset;

    /// <summary>Operations are not resources: they cannot go into a batch.</summary>
    public override int MostTogether => 1;

    protected override ValueTask<AssetState> StartAsync(ObjectInstruction instruction, bool isFirst, CancellationToken ct) =>
        ValueTask.FromResult(new AssetState(isFirst && instruction.Operation == ObjectOperation.Upsert, null));

    protected override ObjectStep<AssetState> Next(ObjectInstruction instruction, AssetState state)
    {
        if (instruction.Asset is not { } asset)
        {
            return new ObjectStep<AssetState>.Refuse(ObjectErrorClass.Poison, ReasonCodes.NoPayload);
        }

        var number = SourceReference.Number(instruction.ObjectKey);
        if (!state.Asked)
        {
            return Find(asset, number);
        }

        return state.Posted switch
        {
            null when instruction.Operation != ObjectOperation.Upsert => new ObjectStep<AssetState>.End(),
            null => Do("addAsset", AssetParameters.Add(asset, number), StepEffect.Creates, result => PostedAsset.Added(result, asset)),
            { Retired: true } when instruction.Operation == ObjectOperation.Upsert => new ObjectStep<AssetState>.Refuse(ObjectErrorClass.Held, ReasonCodes.AssetRetired),
            { Retired: true } posted => End(posted, number),
            var posted when instruction.Operation != ObjectOperation.Upsert => Do("retireAsset", AssetParameters.Retire(asset, posted, instruction.EffectiveDate), StepEffect.Updates, _ => posted with { Retired = true }),
            var posted when posted.Cost != asset.Cost => new ObjectStep<AssetState>.Refuse(ObjectErrorClass.Held, ReasonCodes.AssetCostDiffers),
            var posted when posted.IsDescribedAs(asset) => End(posted, number),
            var posted => Do("updateAssetDescriptiveDetails", AssetParameters.Describe(asset, posted.AssetId), StepEffect.Updates, _ => posted.DescribedAs(asset)),
        };
    }

    private static ObjectStep<AssetState>.End End(PostedAsset posted, string number) => new(("AssetId", posted.AssetId), ("AssetNumber", number));

    private ObjectStep<AssetState>.Call Find(AssetPayload asset, string number)
    {
        var request = Request(settings.AssetReadHandle, AssetParameters.Find(asset, number)) with { IsQuery = true };
        return new(request, StepEffect.None, answer =>
        {
            try
            {
                return new AssetState(true, AssetParameters.Result(request, answer, PostedAsset.Read));
            }
            catch (ObjectRefusedException none) when (none.Code == "FA_ASSET_NOT_FOUND")
            {
                return new AssetState(true, null);
            }
        });
    }

    /// <summary>An operation commits at once and says S only where it is done, so it is not read back.</summary>
    private ObjectStep<AssetState>.Call Do(string handle, string parameters, StepEffect effect, Func<JsonElement, PostedAsset> posted)
    {
        var request = Request(handle, parameters);
        return new(request, effect, answer => AssetParameters.Result(request, answer, result => new AssetState(true, posted(result))));
    }

    private FusionRequest Request(string handle, string parameters)
    {
        var body = JsonBody.Object(json =>
        {
            json.WriteString("OperationName", $"processTransaction-{handle}");
            json.WriteString("ParameterList", parameters);
        });
        return Calls.Write<AssetState>(handle, HttpMethod.Post, Calls.Root("fscmRestApi") + "erpintegrations", body, StepEffect.None, static (_, _) => throw new InvalidOperationException("The caller reads the answer."), []).Request;
    }
}
