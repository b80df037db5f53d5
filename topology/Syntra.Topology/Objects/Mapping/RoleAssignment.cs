using Syntra.Contracts;
using Syntra.Fhir.Resources;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>
/// A role of a member of staff becomes the worker's assignment from the role's first day on, which may lie in the past: a backdated role
/// goes in before later changes and leaves them as they are. A role with a last day that is over ends.
/// </summary>
internal sealed class RoleAssignment : IObjectMapping
{
    private const int LongestDepartment = 240;
    private const int LongestJob = 30;

    public string Source => "PractitionerRole";

    public ObjectKind Kind => ObjectKind.WorkerAssignment;

    public MappingResult Map(SourceState state)
    {
        var role = (PractitionerRole)state.Resource!;
        if (role.Practitioner?.Identifier is not { Value: { Length: > 0 } person } identifier || (identifier.System ?? state.Defaults.PersonNumberSystem) != state.Defaults.PersonNumberSystem)
        {
            return new MappingResult.Refused(ObjectReasons.NoPersonNumber);
        }

        var ends = role.Period?.End?.Date;
        var over = ends < state.Day;
        return MappingResult.One(new DesiredObject("", over ? ObjectOperation.End : ObjectOperation.Upsert)
        {
            EffectiveDate = over ? ends : role.Period?.Start?.Date ?? (role.Meta?.LastUpdated is null ? state.Defaults.CredentialsFrom : state.Day),
            Facility = Texts.Facility(role.Organization),
            Assignment = new AssignmentPayload
            {
                PersonNumber = person, AssignmentNumber = "E" + person,
                StatusCode = role.Active == false ? "SUSPEND_PROCESS" : "ACTIVE_PROCESS",
                DepartmentName = Texts.Cut(role.Organization?.Display, LongestDepartment),
                JobCode = Texts.Cut(role.Codes.FirstOrDefault()?.Codings.FirstOrDefault()?.Code, LongestJob),
            },
        });
    }
}
