using Syntra.Contracts;
using Syntra.Fhir.Resources;
using Syntra.Fhir.Types;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>
/// The national provider identifier and every qualification of a member of staff become credentials of the worker's talent profile. A
/// qualification that the source no longer lists ends. R4 has no status of a qualification: an extension, an ended period, or a
/// practitioner who is not active says it.
/// </summary>
internal sealed class PractitionerCredential : IObjectMapping
{
    private const string NpiSystem = "http://hl7.org/fhir/sid/us-npi";
    private const int LongestName = 240;
    private const int LongestNumber = 80;

    public string Source => "Practitioner";

    public ObjectKind Kind => ObjectKind.WorkerCredential;

    public MappingResult Map(SourceState state)
    {
        var practitioner = (Practitioner)state.Resource!;
        if (Texts.In(practitioner.Identifiers, state.Defaults.PersonNumberSystem) is not { } person)
        {
            return new MappingResult.Refused(ObjectReasons.NoPersonNumber);
        }

        var active = practitioner.Active != false;
        var desired = practitioner.Qualifications.Select(q => Qualified(q, person, active, state)).ToList();
        if (Texts.In(practitioner.Identifiers, NpiSystem) is { } npi)
        {
            desired.Insert(0, Npi(npi, person, active, state));
        }

        // The same licence listed twice is one credential.
        return new MappingResult.Objects([.. desired.DistinctBy(d => d.Suffix)]);
    }

    private static DesiredObject Npi(string npi, string person, bool active, SourceState state) => new("", ObjectOperation.Upsert)
    {
        Credential = new CredentialPayload
        {
            PersonNumber = person, Name = "National Provider Identifier", LicenseNumber = npi, IssuedBy = "CMS",
            Status = active ? CredentialStatus.Active : CredentialStatus.Suspended, DateFrom = state.Defaults.CredentialsFrom,
        },
    };

    private static DesiredObject Qualified(Qualification qualification, string person, bool active, SourceState state)
    {
        var name = Texts.Name(qualification.Code, LongestName) ?? "Qualification";
        var number = Texts.Cut(qualification.Identifiers.FirstOrDefault()?.Value, LongestNumber);
        var code = qualification.Code?.Codings.FirstOrDefault()?.Code;
        var ends = qualification.Period?.End?.Date;
        return new DesiredObject(Texts.Suffix("q", code ?? name, qualification.Identifiers.FirstOrDefault()?.System, number), ObjectOperation.Upsert)
        {
            Credential = new CredentialPayload
            {
                PersonNumber = person, Name = name, LicenseNumber = number, IssuedBy = Texts.Cut(qualification.Issuer?.Display, LongestName),
                Status = Status(qualification.Extensions) ?? (!active ? CredentialStatus.Suspended : ends < state.Day ? CredentialStatus.Expired : CredentialStatus.Active),
                DateFrom = qualification.Period?.Start?.Date ?? state.Defaults.CredentialsFrom, DateTo = ends,
            },
        };
    }

    private static CredentialStatus? Status(IReadOnlyList<Extension> extensions) =>
        extensions.FirstOrDefault(e => e.Url.EndsWith("status", StringComparison.OrdinalIgnoreCase)) is { } status
            ? (status.Text ?? status.Coding?.Code ?? status.Concept?.Codings.FirstOrDefault()?.Code)?.ToLowerInvariant() switch
            {
                "active" => CredentialStatus.Active,
                "suspended" => CredentialStatus.Suspended,
                "revoked" => CredentialStatus.Revoked,
                "expired" or "inactive" => CredentialStatus.Expired,
                "pending" => CredentialStatus.Pending,
                _ => null,
            }
            : null;
}
