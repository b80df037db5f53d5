using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;

namespace Syntra.Fusion.Objects.Requisitions;

/// <summary>Header, lines and distributions of a requisition in one body.</summary>
internal static class RequisitionBodies
{
    /// <summary>How a requisition is recognised: whether a caller may set its number is not confirmed, so the reference ends the description.</summary>
    public static string Mark(string objectKey) => $"[{SourceReference.Number(objectKey)}]";

    public static byte[] Create(ObjectInstruction instruction, RequisitionPayload requisition) => JsonBody.Object(json =>
    {
        json.WriteString("RequisitioningBU", requisition.BusinessUnit);
        json.WriteString("PreparerEmail", requisition.PreparerEmail);
        json.WriteString("Description", $"{requisition.Description} {Mark(instruction.ObjectKey)}");
        json.WriteBoolean("ExternallyManagedFlag", false);
        json.WriteArray("lines", _ =>
        {
            foreach (var line in requisition.Lines.OrderBy(l => l.LineNumber))
            {
                json.WriteStartObject();
                WriteLine(json, requisition, line);
                json.WriteEndObject();
            }
        });
    });

    private static void WriteLine(Utf8JsonWriter json, RequisitionPayload requisition, RequisitionLine line)
    {
        json.WriteNumber("LineNumber", line.LineNumber);
        json.WriteString("LineTypeCode", "Goods");
        json.WriteString("CategoryName", line.Category);
        if (line.Item is { } item)
        {
            json.WriteString("Item", item);
        }

        json.WriteString("ItemDescription", line.ItemDescription);
        json.WriteNumber("Quantity", line.Quantity);
        json.WriteString("UOM", line.Unit);
        if (line.Price is { } price)
        {
            json.WriteNumber("Price", price);
        }

        json.WriteString("CurrencyCode", line.Currency);
        json.WriteString("DestinationTypeCode", line.DestinationType);
        if (line.DestinationOrganization is { } organization)
        {
            json.WriteString("DestinationOrganizationCode", organization);
        }

        json.WriteString("RequesterEmail", requisition.PreparerEmail);
        json.WriteString("DeliverToLocationCode", line.DeliverTo);
        json.WriteDate("RequestedDeliveryDate", line.NeededBy);
        json.WriteBoolean("UrgentRequisitionLineFlag", requisition.Urgent);
        json.WriteArray("distributions", _ =>
        {
            json.WriteStartObject();
            json.WriteNumber("DistributionNumber", 1);
            json.WriteNumber("Quantity", line.Quantity);
            if (line.ChargeAccount is { } account)
            {
                json.WriteString("ChargeAccount", account);
            }

            json.WriteEndObject();
        });
    }
}
