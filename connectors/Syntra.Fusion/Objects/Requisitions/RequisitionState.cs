using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Requisitions;

/// <summary>What is known of a requisition.</summary>
internal sealed record RequisitionState
{
    public bool Asked { get; init; }

    public PostedRequisition? Posted { get; init; }

    /// <summary>Others that carry the same reference: a lost create that was done after all.</summary>
    public IReadOnlyList<PostedRequisition> Doubles { get; init; } = [];

    /// <summary>Taxes and accounts were calculated by this attempt.</summary>
    public bool Calculated { get; init; }
}

/// <summary>A requisition header with its lines.</summary>
internal sealed record PostedRequisition(long Id, string Number, string Status, IReadOnlyList<PostedLine> Lines)
{
    /// <summary>Only while it is incomplete can anything be changed.</summary>
    public bool IsIncomplete => Status == "INCOMPLETE";

    public bool IsCanceled => Status is "CANCELED" or "CANCELLED";

    public static PostedRequisition Read(JsonElement item) => new(
        item.Integer("RequisitionHeaderId") ?? throw new FormatException("no RequisitionHeaderId"),
        item.Text("Requisition") ?? "",
        item.Text("DocumentStatusCode") ?? "",
        [.. item.OneOrMany("lines").SelectMany(l => l.Member("items") is not null ? l.OneOrMany("items") : [l]).Select(PostedLine.Read).OrderBy(l => l.Number)]);

    public bool Buys(RequisitionPayload desired) =>
        Lines.SequenceEqual(desired.Lines.Select(PostedLine.Of).OrderBy(l => l.Number));
}

/// <summary>What a line buys.</summary>
internal sealed record PostedLine(long Number, string? Item, string Description, decimal Quantity, string Unit, decimal? Price, DateOnly? NeededBy)
{
    public static PostedLine Of(RequisitionLine line) => new(line.LineNumber, line.Item, line.ItemDescription, line.Quantity, line.Unit, line.Price, line.NeededBy);

    public static PostedLine Read(JsonElement line) => new(
        line.Integer("LineNumber") ?? 0, line.Text("Item"), line.Text("ItemDescription") ?? "", line.Money("Quantity") ?? 0m, line.Text("UOM") ?? "", line.Money("Price"),
        Answers.Day(line, "RequestedDeliveryDate"));
}
