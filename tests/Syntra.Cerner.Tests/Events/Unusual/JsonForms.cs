using static Syntra.Cerner.Tests.Events.Unusual.Pieces;

namespace Syntra.Cerner.Tests.Events.Unusual;

/// <summary>What FHIR's JSON allows within a resource, and what of JSON itself few writers use.</summary>
internal static class JsonForms
{
    private const string Taken = "FullResource Encounter/e§ Update #1";

    private static readonly (string Name, string More)[] Contents =
    [
        ("extension of a primitive", ""","_status":{"id":"x","extension":[{"url":"http://h.example/x","valueCode":"y"}]}"""),
        ("extensions of primitives in an array", ""","type":[{"coding":[{"system":"urn:x","code":"a"}]}],"location":[{"location":{"reference":"Location/1"},"_status":{"extension":[{"url":"u","valueString":"v"}]}}]"""),
        ("array with nulls beside its extensions", ""","subject":{"reference":"Patient/1","_display":{"extension":[{"url":"u","valueString":"v"}]}},"contained":[{"resourceType":"Patient","id":"p","name":[{"given":["A",null,"C"],"_given":[null,{"extension":[{"url":"u","valueString":"v"}]},null]}]}]"""),
        ("data absent", ""","_statusHistory":[{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"masked"}]}]"""),
        ("decimal of 40 digits", ""","extension":[{"url":"u","valueDecimal":1234567890123456789012345678901234567890.123456789}]"""),
        ("decimal with an exponent", ""","extension":[{"url":"u","valueDecimal":1.0E-400},{"url":"u","valueDecimal":1E+400}]"""),
        ("decimal with trailing zeros", ""","extension":[{"url":"u","valueDecimal":100.000000000000000000000000000}]"""),
        ("negative zero", ""","extension":[{"url":"u","valueDecimal":-0.0}]"""),
        ("money as text", ""","extension":[{"url":"u","valueMoney":{"value":"12.50","currency":"USD"}}]"""),
        ("unicode escapes", ""","extension":[{"url":"u","valueString":"\u00e4\u20ac\ud83d\ude00\u0000\b\f\/"}]"""),
        ("text beyond the basic plane", ""","extension":[{"url":"u","valueString":"😀𝔘ü\u2028"}]"""),
        ("text of right to left", ""","extension":[{"url":"u","valueString":"مرحبا\u202e"}]"""),
        ("half a surrogate in an element that is not ours", ""","extension":[{"url":"u","valueZeppelin":"\ud83d"}]"""),
        ("nested extensions", ""","extension":[{"url":"a","extension":[{"url":"b","extension":[{"url":"c","valueBoolean":true}]}]}]"""),
        ("modifier extension", ""","modifierExtension":[{"url":"http://h.example/not","valueBoolean":true}]"""),
        ("extension with every kind of value", ""","extension":[{"url":"a","valueBase64Binary":"AA=="},{"url":"b","valueTime":"12:00:00"},{"url":"c","valueRange":{"low":{"value":1}}},{"url":"d","valueAttachment":{"size":1}},{"url":"e","valueInteger64":"9223372036854775807"},{"url":"f","valueUuid":"urn:uuid:x"}]"""),
        ("contained resource that points back", ""","contained":[{"resourceType":"Location","id":"l","partOf":{"reference":"#"}}],"location":[{"location":{"reference":"#l"}}]"""),
        ("narrative with markup", ""","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>&amp;\n\t</p></div>"}"""),
        ("elements that nobody knows", ""","zeppelin":{"a":[1,[2,[3]]]},"$x":null,"":"empty name" """),
        ("an element that is null", ""","period":null,"subject":null"""),
        ("empty arrays and objects", ""","identifier":[],"period":{}"""),
        ("meta with tags, profiles and source", ""","priority":{"text":"x"}"""),
        ("a partial date", ""","period":{"start":"2026","end":"2026-03"}"""),
        ("reference by urn", ""","subject":{"reference":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"}"""),
        ("reference with a query", ""","subject":{"reference":"Patient?identifier=http://x|1"}"""),
        ("reference with a fragment", ""","subject":{"reference":"https://h.example/r4/Patient/1#part"}"""),
        ("reference of 2,000 characters", ""","subject":{"reference":"https://h.example/""" + new string('a', 2000) + """/Patient/1"}"""),
        ("identifier of 10,000 characters", ""","identifier":[{"system":"urn:x","value":" """ + new string('7', 10_000) + """ "}]"""),
        ("2,000 identifiers", ""","identifier":[""" + string.Join(',', Enumerable.Range(0, 2000).Select(n => $$"""{"value":"{{n}}"}""")) + "]"),
        ("20 levels deep", ""","zeppelin":""" + string.Concat(Enumerable.Repeat("{\"a\":[", 20)) + "1" + string.Concat(Enumerable.Repeat("]}", 20))),
    ];

    internal static IEnumerable<UnusualMessage> All()
    {
        foreach (var (name, more) in Contents)
        {
            yield return new(name + ", in a bundle", Full(Encounter(more)), 200, Taken);
            yield return new(name + ", by rest-hook", Encounter(more), 200, "RestHook Encounter/e§ Unknown #");
        }

        foreach (var message in Writing())
        {
            yield return message;
        }
    }

    private static IEnumerable<UnusualMessage> Writing()
    {
        yield return new("byte order mark, in a bundle", "\uFEFF" + Full(Encounter()), 200, Taken);
        yield return new("byte order mark, by rest-hook", "\uFEFF" + Encounter(), 200, "RestHook Encounter/e§ Unknown #");
        yield return new("white space of every kind", " \r\n\t" + Full(Encounter()).Replace(",", " ,\r\n\t", StringComparison.Ordinal) + "\r\n\r\n", 200, Taken);
        yield return new("escaped names", Full(Encounter()).Replace("\"resourceType\"", "\"resource\\u0054ype\"", StringComparison.Ordinal), 200, Taken);
        yield return new("escaped values", Full(Encounter()).Replace("\"Encounter\"", "\"\\u0045ncounter\"", StringComparison.Ordinal).Replace("\"history\"", "\"hist\\u006fry\"", StringComparison.Ordinal), 200, Taken);
        yield return new("escaped slashes", Full(Encounter()).Replace("/", "\\/", StringComparison.Ordinal), 200, Taken);
        yield return new("resourceType last", """{"status":"planned","id":"e§","resourceType":"Encounter"}""", 200, "RestHook Encounter/e§ Unknown #");
        yield return new("entries before the type of the bundle", "{\"entry\":[" + Status(Event()) + "," + Entry(Encounter()) + "],\"type\":\"history\",\"resourceType\":\"Bundle\"}", 200, Taken);
        yield return new("name given twice", """{"resourceType":"Encounter","id":"e§","id":"f§"}""", 422);
        yield return new("name given twice, once escaped", """{"resourceType":"Encounter","id":"e§","\u0069d":"f§"}""", 422);
        yield return new("a comma too many", """{"resourceType":"Encounter","id":"e§",}""", 422);
        yield return new("a comment", """{"resourceType":"Encounter",/* x */"id":"e§"}""", 422);
        yield return new("two documents", Encounter() + Encounter(), 422);
        yield return new("an array", "[" + Encounter() + "]", 422);
        yield return new("a text", "\"x\"", 422);
        yield return new("null", "null", 422);
        yield return new("NaN", Encounter(",\"extension\":[{\"url\":\"u\",\"valueDecimal\":NaN}]"), 422);
        yield return new("only white space", "  \n", 422);
        yield return new("XML", "<Bundle xmlns=\"http://hl7.org/fhir\"/>", 422);
        yield return new("100 levels deep", Encounter(""","zeppelin":""" + new string('[', 100) + new string(']', 100)), 422);
    }
}
