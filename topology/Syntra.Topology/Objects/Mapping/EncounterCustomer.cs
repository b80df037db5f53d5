using Syntra.Contracts;
using Syntra.Fhir.Resources;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>
/// An admission becomes an AR customer under the encounter's token; no name leaves. One that was combined into another has status unknown
/// and partOf: its customer ends, and an uncombine brings it back.
/// </summary>
internal sealed class EncounterCustomer : IObjectMapping
{
    public string Source => "Encounter";

    public ObjectKind Kind => ObjectKind.Customer;

    public MappingResult Map(SourceState state)
    {
        var encounter = (Encounter)state.Resource!;
        var facility = Texts.Facility(encounter.ServiceProvider);
        return encounter.Status switch
        {
            "arrived" or "triaged" or "in-progress" or "onleave" or "finished" => MappingResult.One(Customers.Active(state, facility)),
            "entered-in-error" => MappingResult.One(Customers.Active(state, facility) with { Operation = ObjectOperation.Withdraw }),
            "planned" or "cancelled" => MappingResult.Nothing,
            "unknown" when encounter.PartOf is not null => MappingResult.Nothing,
            null => new MappingResult.Refused(ObjectReasons.NoStatus),
            _ => new MappingResult.Refused(ObjectReasons.StatusUnknown),
        };
    }
}

/// <summary>A patient becomes an AR customer under the patient's token; one that was replaced by another ends.</summary>
internal sealed class PatientCustomer : IObjectMapping
{
    public string Source => "Patient";

    public ObjectKind Kind => ObjectKind.Customer;

    public MappingResult Map(SourceState state)
    {
        var patient = (Patient)state.Resource!;
        return patient.ReplacedBy is not null || patient.Active == false
            ? MappingResult.Nothing
            : MappingResult.One(Customers.Active(state, Texts.Facility(patient.ManagingOrganization)));
    }
}

/// <summary>Customers under their tokens.</summary>
internal static class Customers
{
    public static DesiredObject Active(SourceState state, string? facility) => new("", ObjectOperation.Upsert)
    {
        Facility = facility,
        Customer = new CustomerPayload { PartyType = PartyType.Person, Country = state.Defaults.Country, BusinessUnit = state.Defaults.BusinessUnit },
    };
}
