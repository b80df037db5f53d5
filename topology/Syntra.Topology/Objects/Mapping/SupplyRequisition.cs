using Syntra.Contracts;
using Syntra.Fhir.Resources;
using Syntra.Topology.Intake;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>An urgent request for supplies becomes a purchase requisition; for whom it is does not leave.</summary>
internal sealed class SupplyRequisition : IObjectMapping
{
    private const int LongestItem = 240;

    public string Source => "SupplyRequest";

    public ObjectKind Kind => ObjectKind.Requisition;

    public MappingResult Map(SourceState state)
    {
        var request = (SupplyRequest)state.Resource!;
        if (request.Status is not ("active" or "completed" or "suspended") || request.Priority is not ("urgent" or "asap" or "stat"))
        {
            return MappingResult.Nothing;
        }

        if (request.Quantity?.Value is not { } quantity)
        {
            return new MappingResult.Refused(ObjectReasons.NoQuantity);
        }

        return quantity is <= 0 or >= 1_000_000_000
            ? new MappingResult.Refused(ObjectReasons.NumberOutOfRange)
            : Texts.Name(request.Item, LongestItem) is { } item ? MappingResult.One(Requisition(request, item, quantity, state)) : new MappingResult.Refused(ObjectReasons.NoItem);
    }

    private static DesiredObject Requisition(SupplyRequest request, string item, decimal quantity, SourceState state) => new("", ObjectOperation.Upsert)
    {
        Facility = Codes.Quotable(request.DeliverTo?.Id),
        Requisition = new RequisitionPayload
        {
            BusinessUnit = state.Defaults.BusinessUnit, PreparerEmail = state.Defaults.PreparerEmail, Description = "Urgent supplies", Urgent = true,
            Lines =
            [
                new RequisitionLine
                {
                    LineNumber = 1, Item = Codes.Quotable(request.Item?.Codings.FirstOrDefault()?.Code), ItemDescription = item,
                    Category = state.Defaults.RequisitionCategory, Quantity = decimal.Round(quantity, 4, MidpointRounding.AwayFromZero),
                    Unit = request.Quantity?.Unit ?? state.Defaults.Unit, DeliverTo = Codes.Quotable(request.DeliverTo?.Identifier?.Value) ?? state.Defaults.DeliverTo,
                    NeededBy = request.NeededAt?.Date ?? state.Day,
                },
            ],
        },
    };
}
