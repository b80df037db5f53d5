using System.Buffers;
using System.Text;
using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Modes;

/// <summary>A record with a planted value in every class of field, and the policy that declares it.</summary>
internal static class Sample
{
    public const string Json =
        """
        {"id":"e-77","status":"finished","amount":120.50,"flags":[true,false,null],
         "patient":{"mrn":"00CANARY1","ssn":"078-05-1120","name":[{"family":"Canaryson","given":["Ca\u006eary","Q."]}],
          "birthDate":"1950-03-15","age":75,"gender":"female","phone":"555-0100","fax":"555-0101","email":"canary@example.org",
          "address":{"line":["1 Canary St"],"city":"Springfield","state":"IL","postalCode":"62704-1234","country":"US"},
          "photo":{"data":"Q0FOQVJZ","size":7},"plan":"PLANCANARY","licence":"D1CANARY","vehicle":"CANARY99","device":"SN-CANARY",
          "url":"http://canary.example","ip":"192.0.2.7","print":"CANARYPRINT"},
         "subject":{"reference":"Patient/00CANARY1","display":"Canaryson"},"account":"FIN-CANARY-9",
         "serviceAt":"2026-02-27T23:50:00-05:00","postedOn":"2026-03-01","firstSeen":"2019","lastSeen":"2024-05",
         "note":"Canaryson was seen","nested":{"deep":{"note":"Canary again"}},"precinct":"Canary Ward","vip":"CANARYVIP"}
        """;

    public static readonly PhiContext Context = new() { EventDate = new DateOnly(2026, 2, 27), Patient = new Identifier("mrn", "00CANARY1") };

    public static readonly IReadOnlyList<FieldRule> Fields =
    [
        new("id", FieldClass.OtherId) { Namespace = "encounter", Authority = "mrn" },
        new("status", FieldClass.None), new("amount", FieldClass.None), new("flags", FieldClass.None),
        new("patient.mrn", FieldClass.Mrn) { Namespace = "patient", Authority = "mrn" },
        new("patient.ssn", FieldClass.Ssn) { Namespace = "person", Authority = "ssn" },
        new("patient.name.family", FieldClass.Name), new("patient.name.given", FieldClass.Name),
        new("patient.birthDate", FieldClass.BirthDate), new("patient.age", FieldClass.Age), new("patient.gender", FieldClass.None),
        new("patient.phone", FieldClass.Phone), new("patient.fax", FieldClass.Fax), new("patient.email", FieldClass.Email),
        new("patient.address.line", FieldClass.Street), new("patient.address.city", FieldClass.City), new("patient.address.state", FieldClass.State),
        new("patient.address.postalCode", FieldClass.Zip), new("patient.address.country", FieldClass.Country),
        new("patient.photo.data", FieldClass.Photo), new("patient.photo.size", FieldClass.None),
        new("patient.plan", FieldClass.PlanNumber) { Namespace = "plan", Authority = "mrn" },
        new("patient.licence", FieldClass.Licence), new("patient.vehicle", FieldClass.Vehicle),
        new("patient.device", FieldClass.Device) { Namespace = "device", Authority = "mrn" },
        new("patient.url", FieldClass.Url), new("patient.ip", FieldClass.Ip), new("patient.print", FieldClass.Biometric),
        new("subject.reference", FieldClass.Mrn) { Namespace = "patient", Authority = "mrn", IsReference = true },
        new("subject.display", FieldClass.Name),
        new("account", FieldClass.AccountNumber) { Namespace = "account", Authority = "fin" },
        new("serviceAt", FieldClass.Date), new("postedOn", FieldClass.Date), new("firstSeen", FieldClass.Date), new("lastSeen", FieldClass.Date),
        new("**.note", FieldClass.FreeText), new("nested.deep.none", FieldClass.None),
        new("precinct", FieldClass.Lds), new("vip", FieldClass.Direct),
    ];

    public static PhiPolicy Policy(PhiMode mode, IPseudonymizer? pseudonymizer = null) => new()
    {
        Mode = mode,
        Fields = Fields,
        Pseudonymizer = pseudonymizer ?? new KeyedPseudonymizer(Rings.Token(), Rings.Rules, TimeSpan.Zero, TimeProvider.System),
        DateShifter = new DateShifter(Rings.DateShift(), Rings.Rules, new DateShiftOptions()),
    };

    public static string Run(PhiPolicy policy, string json, PhiContext? context = null) => Run(new PhiTransformer(policy), json, context);

    public static string Run(PhiTransformer transformer, string json, PhiContext? context = null)
    {
        var output = new ArrayBufferWriter<byte>();
        transformer.Transform(Encoding.UTF8.GetBytes(json), context ?? Context, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>One field of one class through one mode; null where it went.</summary>
    public static string? One(PhiMode mode, FieldClass fieldClass, string value, PhiContext? context = null)
    {
        var rule = new FieldRule("x", fieldClass) { Namespace = "n", Authority = "mrn" };
        var output = Run(Policy(mode) with { Fields = [rule] }, $"{{\"x\":{value}}}", context);
        return output == "{}" ? null : output["{\"x\":".Length..^1];
    }
}
