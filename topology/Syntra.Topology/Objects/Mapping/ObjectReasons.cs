using Syntra.Topology.Intake;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>Why a state of a source record does not become an object; docs/reason-codes.md explains each one.</summary>
public static class ObjectReasons
{
    public static readonly Reason Unreadable = new("resource-unreadable", "The resource is no FHIR R4 that can be read; correct it in the source.");
    public static readonly Reason WrongResource = new("resource-of-another-type", "The resource is of another type than its topic; look at its sender.");
    public static readonly Reason NoStatus = new("no-status", "The resource has no status; set it in the source.");
    public static readonly Reason StatusUnknown = new("status-unknown", "The resource has a status that says neither that it stands nor that it is over; correct it in the source.");
    public static readonly Reason NoPersonNumber = new("no-person-number", "Nothing in the resource says which worker of HCM it is about; add the identifier of the tenant's person number system.");
    public static readonly Reason NoParentCostCenter = new("no-parent-cost-center", "The location is part of another one, but the reference does not name that one's cost centre.");
    public static readonly Reason NoQuantity = new("no-quantity", "The request says nothing of how many; set it in the source.");
    public static readonly Reason NoItem = new("no-item", "The request does not say what is needed; set the item in the source.");
    public static readonly Reason NumberOutOfRange = new("number-out-of-range", "A number of the resource is negative or too large to be true; correct it in the source.");
    public static readonly Reason ReceiptWithoutObject = new("receipt-without-object", "Fusion answered for an object that has no posting here; compare it with this tenant's topics.");

    /// <summary>Every fixed code.</summary>
    public static IReadOnlyList<Reason> All { get; } =
        [Unreadable, WrongResource, NoStatus, StatusUnknown, NoPersonNumber, NoParentCostCenter, NoQuantity, NoItem, NumberOutOfRange, ReceiptWithoutObject];
}
