using Syntra.Contracts;
using Syntra.Fhir.Resources;
using Syntra.Fhir.Types;

namespace Syntra.Topology.Objects.Names;

/// <summary>Which of a patient's names and addresses a bill bears. Pure.</summary>
internal static class PatientName
{
    private static readonly string[] s_names = ["official", "usual"];
    private static readonly string[] s_addresses = ["billing", "home"];
    private static readonly string[] s_former = ["old", "maiden", "temp", "anonymous", "nickname"];

    /// <summary>The official name, else the usual one, else the first that is not former; null where none has a family name or a text.</summary>
    public static PartyName? Of(Patient patient, string person)
    {
        var name = Choose(patient.Names, n => n.Use, s_names);
        if (name is null || (name.Family ?? name.Text) is not { Length: > 0 } last)
        {
            return null;
        }

        var address = Choose(patient.Addresses, a => a.Use, s_addresses);
        return new PartyName
        {
            Person = person, FirstName = name.Given.Count == 0 ? null : string.Join(' ', name.Given), LastName = last,
            Address1 = address?.Lines.FirstOrDefault() ?? address?.Text, City = address?.City, State = address?.State, PostalCode = address?.PostalCode,
        };
    }

    private static T? Choose<T>(IReadOnlyList<T> all, Func<T, string?> use, string[] preferred)
        where T : FhirType =>
        preferred.Select(p => all.FirstOrDefault(a => use(a) == p)).FirstOrDefault(a => a is not null) ?? all.FirstOrDefault(a => use(a) is not { } u || !s_former.Contains(u));
}
