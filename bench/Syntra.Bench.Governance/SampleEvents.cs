using System.Globalization;
using System.Text;
using Syntra.Governance.Modes.Fields;

namespace Syntra.Bench.Governance;

/// <summary>FHIR-shaped charge events of 4,096 bytes with twelve identifiers to tokenise, names and free text to drop, and dates to shift.</summary>
internal static class SampleEvents
{
    public const int Size = 4096;

    public static readonly IReadOnlyList<FieldRule> Fields =
    [
        new("resourceType", FieldClass.None), Id("id", "event"), new("status", FieldClass.None),
        new("class.system", FieldClass.None), new("class.code", FieldClass.None),
        Id("identifier.value", "encounter"), new("identifier.system", FieldClass.None),
        Reference("subject.reference", "patient"), new("subject.display", FieldClass.Name),
        Reference("context.reference", "encounter"), Reference("performer.actor.reference", "provider"), new("performer.actor.display", FieldClass.Name),
        Reference("account.reference", "account"), Reference("enterer.reference", "provider"), new("performingOrganization.display", FieldClass.None),
        new("code.coding.system", FieldClass.None), new("code.coding.code", FieldClass.None), new("code.coding.display", FieldClass.None),
        new("occurrenceDateTime", FieldClass.Date), new("enteredDate", FieldClass.Date), new("quantity.value", FieldClass.None),
        new("priceOverride.value", FieldClass.None), new("priceOverride.currency", FieldClass.None),
        Id("patient.mrn", "patient"), Id("patient.fin", "account"), Id("patient.plan", "plan"), Id("patient.claim", "account"), Id("patient.guarantor", "person"),
        new("patient.name.family", FieldClass.Name), new("patient.name.given", FieldClass.Name), new("patient.birthDate", FieldClass.BirthDate),
        new("patient.address.line", FieldClass.Street), new("patient.address.city", FieldClass.City), new("patient.address.state", FieldClass.State),
        new("patient.address.postalCode", FieldClass.Zip), new("patient.telecom.value", FieldClass.Phone), new("patient.telecom.system", FieldClass.None),
        new("**.note", FieldClass.FreeText), new("**.extension", FieldClass.Never), new("**.text", FieldClass.FreeText),
    ];

    public static byte[][] Create(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => One(random))];
    }

    public static string PatientOf(byte[] json)
    {
        var at = json.AsSpan().IndexOf("\"mrn\":\""u8) + 7;
        return Encoding.ASCII.GetString(json.AsSpan(at, json.AsSpan(at).IndexOf((byte)'"')));
    }

    private static FieldRule Id(string path, string name) => new(path, FieldClass.OtherId) { Namespace = name, Authority = "mrn" };

    private static FieldRule Reference(string path, string name) => Id(path, name) with { IsReference = true };

    private static byte[] One(Random random)
    {
        string Number() => random.Next(10_000_000, 99_999_999).ToString(CultureInfo.InvariantCulture);
        var mrn = Number();
        var encounter = Number();
        var codings = string.Join(',', Enumerable.Range(0, 6).Select(i =>
            $$"""{"system":"http://north.example/charge-master/{{i}}","code":"C{{random.Next(1000, 9999)}}","display":"Charge code of section {{i}} as the master file names it"}"""));
        var head =
            $$$"""
            {"resourceType":"ChargeItem","id":"{{{Number()}}}","status":"billable","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP"},
            "identifier":[{"system":"urn:north:encounter","value":"{{{encounter}}}"}],"subject":{"reference":"Patient/{{{mrn}}}","display":"Sample, Person {{{mrn}}}"},
            "context":{"reference":"Encounter/{{{encounter}}}"},"performer":[{"actor":{"reference":"Practitioner/{{{Number()}}}","display":"Doctor, Some"}}],
            "account":[{"reference":"Account/{{{Number()}}}"}],"enterer":{"reference":"Practitioner/{{{Number()}}}"},"performingOrganization":{"display":"North General"},
            "code":{"coding":[{{{codings}}}]},"occurrenceDateTime":"2026-02-{{{random.Next(10, 28)}}}T13:45:00-05:00","enteredDate":"2026-03-01T02:00:00Z",
            "quantity":{"value":{{{random.Next(1, 9)}}}},"priceOverride":{"value":{{{random.Next(10, 9999)}}}.25,"currency":"USD"},
            "patient":{"mrn":"{{{mrn}}}","fin":"{{{Number()}}}","plan":"{{{Number()}}}","claim":"{{{Number()}}}","guarantor":"{{{Number()}}}",
            "name":[{"family":"Sample","given":["Person","Q"]}],"birthDate":"1961-07-{{{random.Next(10, 28)}}}","telecom":[{"system":"phone","value":"555-0100"}],
            "address":[{"line":["1 Main St"],"city":"Springfield","state":"IL","postalCode":"62704"}]},
            "extension":[{"url":"http://north.example/fhir/StructureDefinition/origin","valueString":"millennium"}],
            "note":[{"text":"
            """.Replace("\n", "", StringComparison.Ordinal);
        const string Tail = "\"}]}";
        var words = "seen in the clinic and asked to come again after the results are there ";
        var note = new StringBuilder();
        while (note.Length < Size)
        {
            note.Append(words);
        }

        return Encoding.UTF8.GetBytes(head + note.ToString(0, Size - head.Length - Tail.Length) + Tail);
    }
}
